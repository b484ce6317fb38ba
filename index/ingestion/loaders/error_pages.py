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
_ERRORS = re.compile(
    r"^\W{0,9}(?:error\s{0,3}:?\s{0,3}[45]\d\d\b|(?:4[0-5]\d|50\d)(?:\s{0,3}[:|–—-]|\s{0,3}$|\s(?:error|bad|forbidden"
    r"|gone|unauthori[sz]ed|not found|service|gateway|too many|unavailable)\b))"
    r"|\b(?:too many requests|bad gateway|gateway time-?out|internal server error"
    r"|service (?:temporarily )?unavailable|unavailable (?:for|due to) legal reasons"
    r"|(?:site|page|we are|we[’']re) (?:currently )?(?:down for|under|undergoing) maintenance"
    r"|(?:scheduled|down for) maintenance|be (?:right )?back (?:soon|shortly)"
    r"|has not archived|seite (?:wurde |konnte )?(?:leider )?nicht gefunden"
    r"|page (?:introuvable|non trouvée)|página no encontrada"
    r"|(?:log|sign) ?in to (?:continue|read|your|access)|please (?:log|sign) in\b)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|cookies?\b|partners?\b|partnern\b|consent|einwilligung|personali[sz]ed"
    r" ads|accept all|reject all|zustimmen|zustimmung|mit werbung"
    r"|akzeptieren|ablehnen|tracking|datenschutz"
    r"|privacy settings",
    re.IGNORECASE,
)
_MAX_OF_CONSENT = 2_000  # characters
_LITTLE = 300  # characters
_SIGNS = 3  # of a request for consent, in different words


def is_challenge(raw: str, story: Story) -> bool:
    """Return whether a page checks or refuses the browser and has no article.

    Its text is short, and it says so at the beginning or loads the script of such a check.
    """
    text = " ".join([story.title, *(paragraph.text for paragraph in story.paragraphs)])
    titled = _TITLE.search(raw)
    opening = f"{titled[1] if titled else ''} {text[:_BEGINNING]}"
    checks = _WORDS.search(opening) is not None or any(script in raw for script in _SCRIPTS)
    if story.published is None and not checks:
        if _asks_for_consent(raw, story, text):
            return True
        checks = any(map(_ERRORS.search, (titled[1] if titled else "", text[:_BEGINNING])))
    return len(text) < _MAX_CHARACTERS and checks


def _asks_for_consent(raw: str, story: Story, text: str) -> bool:
    """Whether a page asks to accept cookies.

    Such requests are furniture elsewhere: that is read, too, where there is hardly anything else.
    """
    if len(text) < _LITTLE:
        text = " ".join([text, *(raw[each.start : each.end] for each in story.furniture)])
    asked = {found.group().lower() for found in _CONSENT.finditer(text)}
    return len(asked) >= _SIGNS and len(text) < _MAX_OF_CONSENT
