"""Recognises pages that a site shows instead of the article: browser checks and blocks."""

from __future__ import annotations

import re

from index.ingestion.story import Story

_MAX_CHARACTERS = 600  # a longer page has an article, whatever else it says
_BEGINNING = 150  # characters
_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<]{1,200})", re.IGNORECASE)
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
    r"|access (?:to this page has been |is )?denied|request unsuccessful|403 forbidden"
    r"|404 not found|page not found|pardon our interruption|performing security verification"
    r"|needs to review the security of your connection|ddos protection by"
    r"|you have been blocked|please turn javascript on)",
    re.IGNORECASE,
)


def is_challenge(raw: str, story: Story) -> bool:
    """Return whether a page checks or refuses the browser and has no article.

    Its text is short, and it says so at the beginning or loads the script of such a check.
    """
    text = " ".join([story.title, *(paragraph.text for paragraph in story.paragraphs)])
    titled = _TITLE.search(raw)
    opening = f"{titled[1] if titled else ''} {text[:_BEGINNING]}"
    checks = _WORDS.search(opening) is not None or any(script in raw for script in _SCRIPTS)
    return len(text) < _MAX_CHARACTERS and checks
