"""Frozen value types that the packages exchange.

Unless said otherwise, offsets count characters of the decoded file (a byte order mark and carriage
returns count) and are half open: ``raw[start:end]``. In files that are no text themselves (PDF,
DOCX, e-mail) they count characters of the text that was extracted.
"""

from index.models.abstention import MAX_OF_ABSTENTION, Abstention, AbstentionReason
from index.models.answers import (
    NOBODY,
    Answer,
    Asker,
    Candidate,
    Draft,
    Explanation,
    Kind,
    Mode,
    Turn,
)
from index.models.articles import (
    Article,
    ArticleSummary,
    Format,
    Furniture,
    Paragraph,
    PublishedFrom,
    Section,
    Withheld,
    file_of,
    fold_outlet,
    number_in_file,
)
from index.models.citations import Citation, Event, Reprint, Statement, by_article
from index.models.indexing import (
    ExtractionReport,
    Failure,
    HealthCheck,
    KeptFolder,
    Progress,
    Reindexed,
    SkippedFiles,
    Stretch,
    WithheldSpan,
)
from index.models.passages import (
    DateBasis,
    Embeddable,
    EventCandidate,
    Passage,
    PreparedArticle,
    Sentence,
    TimeExpression,
)
from index.models.scope import EVERYTHING, Scope
from index.models.web import FeedState, KeptPage, Polled
from index.models.wording import CLOSEST, DOES_NOT_SAY, count, folded, shortened, written_day

__all__ = [
    "CLOSEST",
    "DOES_NOT_SAY",
    "EVERYTHING",
    "MAX_OF_ABSTENTION",
    "NOBODY",
    "Abstention",
    "AbstentionReason",
    "Answer",
    "Article",
    "ArticleSummary",
    "Asker",
    "Candidate",
    "Citation",
    "DateBasis",
    "Draft",
    "Embeddable",
    "Event",
    "EventCandidate",
    "Explanation",
    "ExtractionReport",
    "Failure",
    "FeedState",
    "Format",
    "Furniture",
    "HealthCheck",
    "KeptFolder",
    "KeptPage",
    "Kind",
    "Mode",
    "Paragraph",
    "Passage",
    "Polled",
    "PreparedArticle",
    "Progress",
    "PublishedFrom",
    "Reindexed",
    "Reprint",
    "Scope",
    "Section",
    "Sentence",
    "SkippedFiles",
    "Statement",
    "Stretch",
    "TimeExpression",
    "Turn",
    "Withheld",
    "WithheldSpan",
    "by_article",
    "count",
    "file_of",
    "fold_outlet",
    "folded",
    "number_in_file",
    "shortened",
    "written_day",
]
