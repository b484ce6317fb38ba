"""Scripts that set no blanks between words: Chinese, Japanese, Korean.

Nothing here knows their words. Every two neighbouring characters count as one, as is usual where
there is no dictionary: a word of two characters is found as itself, a longer one by its parts.
Korean has blanks, but what they part are words with their endings, so it is treated the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

RUN = re.compile(
    "[\u3005-\u3007\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7a3"
    "\ud7b0-\ud7fb\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]+"
)
"""A stretch of such letters, without punctuation."""

_HIRAGANA = re.compile("[\u3040-\u309f]")
_UNTELLING = re.compile(
    "[的了吗嗎呢吧么麼什谁誰哪何啥几幾怎是在和与與]|多少|如何|"  # Chinese, and what Japanese shares
    "누구|누가|무엇|언제|어디|어떻|떻게|얼마|어느|무슨|왜|몇|.[은는을를]"
)


def pairs(run: str) -> Iterator[tuple[int, int]]:
    """The (start, end) of every two neighbours in a run, or of its only letter."""
    for start in range(max(1, len(run) - 1)):
        yield start, min(start + 2, len(run))


def telling(pair: str) -> bool:
    """Whether a pair may carry topic: it has no particle and is no part of a question word.

    Hiragana is what Japanese writes its endings and particles with; the few words that are all
    hiragana go with them.
    """
    return not (_HIRAGANA.search(pair) or _UNTELLING.search(pair))


def unread(text: str) -> bool:
    """Whether most of a text is in these scripts, which the local model cannot read.

    It was trained on English: to it, all sentences in them are about alike.
    """
    letters = sum(map(str.isalnum, text))
    return 2 * sum(len(run) for run in RUN.findall(text)) > letters
