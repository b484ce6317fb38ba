"""Recognises what a site shows instead of an article.

These are checks of the browser, errors, maintenance, and requests to sign in or to accept cookies.
"""

from __future__ import annotations

import re

from index.ingestion.boilerplate.blocks import is_prose
from index.ingestion.loaders.markup import TITLE
from index.ingestion.story import Story

NO_ARTICLE = (
    "is not the article but a page that checks the browser, reports an error or asks for consent; "
    "open the article in a browser and save it from there"
)
"""Why such a page is refused."""
_MAX_CHARACTERS = 600  # a longer page has an article, whatever else it says
_BEGINNING = 150  # characters
_SCRIPTS = (
    "/cdn-cgi/challenge-platform",
    "_cf_chl_opt",
    "cf-browser-verification",
    "captcha-delivery.com",
    "Incapsula_Resource",
    "px-captcha",
    "_Incapsula_",
    "perfdrive.com",
)
_WORDS = re.compile(
    r"\b(?:checking (?:if the site|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|are you (?:a (?:ro)?bot|human)\b|(?:complete|solve) the captcha|press (?:&|and) hold"
    r"|enable javascript and cookies to continue|unusual (?:traffic|activity) from your"
    r"|access to this page has been denied|request unsuccessful|403 forbidden"
    r"|404 not found|page not found|pardon our interruption|performing security verification"
    r"|needs to review the security of your connection|ddos protection by"
    r"|you have been blocked|please turn javascript on)",
    re.IGNORECASE,
)
_REASONS = (
    r"(?:bad request|access (?:is )?denied|unauthori[sz]ed|forbidden|too many requests"
    r"|bad gateway|gateway time-?out|internal server error|service (?:temporarily )?unavailable"
    r"|unavailable (?:for|due to) legal reasons"
    r"|(?:the |this )?(?:page|file|site) (?:was )?not found"
    r"|(?:diese |die )?seite (?:wurde |konnte )?(?:leider )?nicht gefunden"
    r"|page (?:introuvable|non trouvée)|página no encontrada|has not archived"
    r"|(?:(?:the|this) (?:site|page) is |we are |we[’']re )?"
    r"(?:down for|under|undergoing|scheduled) maintenance"
    r"|(?:we )?(?:will |[’']ll |are )?(?:be )?(?:right )?back (?:soon|shortly)"
    r"|(?:log|sign) ?in(?: to [\w ]{1,40})?)"
)
_CODES = r"(?:error\s?)?(?:40[0134]|410|429|451|50[0234])"
_TITLES = re.compile(
    rf"\W{{0,3}}(?:{_CODES}(?:\s?[:–—-]?\s?(?:error|gone|not found|{_REASONS}))?"
    rf"|{_REASONS})\W{{0,3}}",
    re.IGNORECASE,
)
"""What the whole title of a page is that has no article."""
_TOLD = re.compile(
    rf"\b(?:please|we|we[’']re|you|this page|this site|the page|diese seite)\b.{{0,80}}\b{_REASONS}"
    rf"|\b{_REASONS}\b.{{0,40}}\b(?:please|try again)\b",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s[|–—-]\s|\s?\|\s?")
_ASKED = re.compile(
    r"(?:accept|reject|allow) (?:all|cookies)|we use cookies|before you continue"
    r"|mit werbung weiterlesen|(?:alle )?akzeptieren und|alle (?:akzeptieren|ablehnen)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"cookie|partner|consent|einwilligung|personali[sz]ed|accept|reject|akzeptier|ablehn"
    r"|zustimm|tracking|datenschutz|privacy|werbung",
    re.IGNORECASE,
)
_MAX_OF_CONSENT = 2_000  # characters
_SIGNS = 3  # of a request for consent, in different words


def shows_no_article(raw: str, story: Story) -> bool:
    """Return whether a page is one of these, as its title, beginning, length or scripts tell."""
    text = " ".join([story.title, *(paragraph.text for paragraph in story.paragraphs)])
    titled = TITLE.search(raw)
    opening = f"{titled[1] if titled else ''} {text[:_BEGINNING]}"
    checks = _WORDS.search(opening) is not None
    if story.published is None and not checks:
        checks = (
            any(script in raw for script in _SCRIPTS)  # which stand in ordinary pages, too
            or _asks_for_consent(raw, story, text)
            or _reports_an_error(titled, story.title, text)
        )
    return len(text) < _MAX_CHARACTERS and checks


def _reports_an_error(titled: re.Match[str] | None, title: str, text: str) -> bool:
    """Whether the whole title of a page is that of an error, or its first words tell of one."""
    whole = (titled[1].strip() if titled else "", title)
    named = [first for each in whole if not (first := _SITE.split(each)[0]).isdigit()]
    return (
        any(map(_TITLES.fullmatch, (*whole, *named))) or _TOLD.search(text[:_BEGINNING]) is not None
    )


def _asks_for_consent(raw: str, story: Story, text: str) -> bool:
    """Whether a page asks to accept cookies, and has no article besides.

    Such requests are furniture elsewhere: that is read, too, where nothing else is prose.
    """
    if not any(is_prose(paragraph.text) for paragraph in story.paragraphs):
        text = " ".join([text, *(raw[each.start : each.end] for each in story.furniture)])
    words = {found.group().lower() for found in _CONSENT.finditer(text)}
    return len(words) >= _SIGNS and len(text) < _MAX_OF_CONSENT and _ASKED.search(text) is not None
