"""Recognises lines that are boilerplate wherever they appear, by their words."""

from __future__ import annotations

import re

from index.english.saying import says
from index.ingestion.metadata.release_labels import EMBARGO, NUMBER, RELEASE

_MENU_WORDS = frozenset(
    """about accept account ad admin ads advertise advertisement advertising all alerts analysis
    and app apps archive arts asia africa americas australia avatar back bigphoto blog
    bookmark books breaking business by careers categories category china click climate
    close comment comments contact content accessibility jump continue cookie cookies
    copied copy culture customize dark data decline donate download economy edition
    education email en english energy entertainment environment epaper europe events
    explore facebook family fashion faq features feed finance follow food football for
    galleries gallery games google health help history home image images india innovation
    instagram international investing invest jobs latest lifestyle like link linkedin
    listen live local log login magazine main manage market markets media member
    membership menu messenger middle east mode money more most music my navigation news
    newsletter newsletters next on open opinion opinions options our page password people
    photo photos pinterest play podcast podcasts policy politics popular post premium
    previous print privacy profile read reddit register reject reply report russia save
    science search section sections settings share shares shop show sign skip
    skip-to-content skip-to-main-content snapchat society sport sports stories story style
    submit subscribe subscribed support tag tags tech technology telegram terms text
    threads tiktok to toggle top topic topics travel trending tv tweet twitter uk ukraine
    up us u.s video videos views viral visit war watch weather whatsapp world x year you
    your youtube""".split()
)
_WORD = re.compile(r"[\w.’'-]+")
_FEWEST_SECTIONS = 5

_WAY = r"\W*(?:[^\W\d_][^\W\d_-]{0,14}(?:[-\s][^\W\d_]{1,10})?\W{1,3})?"
"""What a number or an address is called: "Tel.: ", "E-Mail: "."""
_SHORT = {  # whole lines of at most 60 characters
    "read time": r"(?:\d{1,3}\s?-?\s?min(?:ute)?s?\s?(?:read|listen|watch)?|(?:reading"
    r"|read)\stime\W.*"
    r"|listen to (?:this )?(?:article|story).*|estimated reading time.*)",
    "share count": r"\W*\d[\d.,]*\s?[km]?\s*(?:shares?|views?|comments?|likes?|retweets?"
    r"|reads?)?\W*",
    "label": r"\W*(?:(?:big\s?)?photo|image|video|avatar|caption|photos?|gallery|slideshow|file"
    r" photo"
    r"|audio|embed|image \d+ of \d+|\d+ of \d+|\d+\s?/\s?\d+)\W*",
    "advertisement": r"\W*(?:advert(?:isement|ising)?|sponsored(?: content)?|story continues"
    r" below.*"
    r"|article continues (?:below|after).*|scroll to continue.*|promoted|paid content)\W*",
    "release label": rf"\W*(?:(?:{EMBARGO}).*|(?:{RELEASE}){NUMBER}?)\W*",
    # of dpa ("Notizblock") and of press releases: contacts and sources, for editors only
    "note to editors": r"\W*(?:notizblock|notes? (?:to|for) editors?)\W*",
    "contact": rf"(?:{_WAY}[\w.+-]{{1,40}}@[\w.-]{{1,60}}|{_WAY}(?:(?:\+|\(?0|\(\d{{3}}\))"
    r"[\d\s()/.-]{6,20}\d|\d{3}[-.]\d{3}[-.]\d{4}))\W*",
    "page break": r"\W*(?:continued|cont(?:[’']d|\.)?) (?:on|from) (?:page|p\.)"
    r"\s?[a-z]?\d{1,3}\W*",
    "role": r"(?:(?:senior|staff|chief|political|diplomatic|foreign|defen[cs]e|news|deputy"
    r"|associate"
    r"|digital|breaking|white house|moscow|kyiv|europe|world|national|contributing|managing)\s)*"
    r"(?:reporter|correspondent|editor|writer|journalist|columnist|author|contributor|producer)s?",
}
_OWNER = r"(?-i:[A-Z][\w.&’'-]{0,30}(?:\s[A-Z][\w.&’'-]{0,30}){0,3})\W{0,3}"
RIGHTS = re.compile(
    r"\s*+(?:all rights reserved|©|copyright\W{0,4}(?:\(c\)|©|\d{4}|by\b)"
    rf"|(?:copyright|\(c\))\s{{0,3}}(?:[^.]{{0,60}}\b(?:1[89]|20)\d\d\b|{_OWNER}$)).*",
    re.IGNORECASE,
)
"""A line that says whose a text is, by a year or a name: "(c)" may also count an item of a list."""
_OPENING = {  # how a line begins
    "related": r"(?:also read|read also|read more|see also|see more|more on this|related(?:"
    r" articles?"
    r"| stor(?:y|ies)| coverage| posts?| news| topics?| content| links?)?|recommended(?: for you"
    r"| stories| reading)?|must[ -]read|don[’']t miss|you (?:may|might) (?:also )?like|watch"
    r"(?: now| live| also)?|listen|trending|editor[’']s picks?"
    r"|up next|read next|next read|most read|most popular|in case you missed it|further"
    r" reading|read the full story|keep reading|continue reading|also see|also on \w+)"
    r"\s?(?:[:|»›>→]|[–—-]\s).*",
    "caption": r"(?:file(?: photo| image| picture)?\s?[-–—:]|pictured\s?[:,]|photo(?: shows)?:"
    r"|image:"
    r"|caption:|video:)\s?.*",
    "byline": r"(?:(?:edited|curated|reviewed|reported|compiled|posted|translated|fact.?checked"
    r"|produced|written|updated) by\b|(?-i:By[A-Z])\w)[^.]{0,80}",
    "reporting note": r"\(?(?:(?:additional |with )?(?:reporting|writing|editing) by\s"
    r"|(?:with )?(?:inputs|files|agencies|contributions?) from\s|our standards:).*",
    "disclaimer": r"(?:(?:legal )?disclaimer\b|the views expressed (?:in|are|here)|views expressed"
    r"|this (?:article|story|content|material|website|site) (?:may not be|is protected|was (?:auto"
    r"matically |originally |first )?(?:generated|published|translated|appeared)"
    r"|originally appeared|first appeared)|menafn provides"
    r"|(?:a version of )?this (?:article|story|column|essay|review|interview|obituary|editorial)"
    r" (?:appears|appeared|will appear|ran|was printed|is printed) (?:in|on) (?:the )?print\b"
    r"|published in the print edition of\b).*",
    "comment form": r"(?:leave (?:a|your) (?:reply|comment)|please enter your|post a comment|add a"
    r" comment|join the (?:conversation|discussion)|be the first to comment|log in to (?:comment|"
    r"leave)|you must be logged in|save my name|notify me of|your email address will not|comments?"
    r" (?:are closed|\(\d+\))|view (?:all )?comments|\d+ (?:comments|responses|replies)$).*",
    "contact": r"(?:follow (?:us|him|her|me|them|@|\w+ \w+ on)|contact (?:us|the author)|email"
    r" (?:us|"
    r"the author)|have a tip|got a (?:tip|news tip|story)|send (?:us )?(?:tips|your)|reach"
    r" (?:him|her|"
    r"the author)|find us on|like us on|join us on|connect with|join our (?:telegram|whatsapp"
    r"|channel"
    r"|community)|download (?:our|the) .{0,40}app\b|click here to|tap here|click to (?:share|print"
    r"|email|copy)|share (?:this|on|via)\b|add .{2,40} as a preferred source).*",
}
_FOOTERS = {  # of mails, feeds and copy of agencies: at most 160 characters
    "note to editors": r"\W*(?:die folgenden informationen sind nicht zur veröffentlichung"
    r"(?: bestimmt)?|(?:the following (?:information|details?) (?:is|are) )?not for publication"
    r")\W*",
    "newsletter": r"(?:you(?:[’']re| are) receiving this (?:e-?mail|newsletter) (?:because|as)\b"
    r"|you received this (?:e-?mail|newsletter) because\b"
    r"|(?:was|if) this (?:e-?mail|newsletter) (?:was )?forwarded to you\b"
    r"|view (?:this )?(?:post|e-?mail|newsletter|it) (?:on the web|in (?:your|a) browser|online)\b"
    r"|(?:to )?unsubscribe(?:\W*(?:https?:.*)?$"
    r"|,? (?:here|now|from this|at any time|instantly|click)\b)"
    r"|(?:manage|update) your (?:preferences|subscription)).*",
    "disclaimer": r"the post .{3,120} appeared first on (?:\S+ ){0,5}\S+",
}
_CREDITS = {  # at most 140 characters: "Photographs by ..." may also begin a sentence
    "credit": r"(?:(?:photo(?:graph|s)?|image|picture|video|cover|illustration|graphic)s?"
    r"\s?(?:credits?|by|courtesy(?: of)?|source|via|from)?\s?[:/]|credits?\s?:"
    r"|(?:photo(?:graph|s)?|image|picture|illustration|graphic)s? (?:by|courtesy"
    r"|credit)\b(?!.{45,}\.$)"
    r"|reuters/|afp/|ap photo|epa[-/]|getty images|source: (?:getty|reuters|afp|ap\b)).*",
}
_ANYWHERE = {  # advertising to readers; the line has at most 500 characters
    "newsletter": r"\b(?:sign(?:ing)? up|subscrib(?:e|ing)"
    r"|get|receive|delivered)\b.{0,90}"
    r"\b(?:newsletters?|inbox|email (?:alerts|updates)|daily briefing)\b",
    "cookies": r"\b(?:(?:we|our partners|this (?:web)?site) uses? cookies|cookie (?:policy"
    r"|preferences|"
    r"settings|notice)|accept (?:all )?cookies|use of cookies|consent to (?:the|our) use)\b",
    "terms": r"\b(?:by (?:signing up|subscribing|continuing|clicking"
    r"|submitting)\b.{0,60}\b(?:you|agree)"
    r"|our (?:privacy policy|terms of (?:use|service))\b|recaptcha)",
    "appeal": r"\b(?:support (?:our|independent|us|quality) (?:\w+ )?(?:journalism|work|reporting"
    r"|newsroom)|readers like you|(?:wealthy|billionaire) owner|please consider"
    r"|(?:you can )?now listen to .{0,30}articles|consider (?:joining|supporting|donating"
    r"|subscribing)"
    r"|^(?:get|stay|catch) (?:all )?(?:the )?(?:current|latest|real-time|up ?dated?|informed)\b"
    r"|become a (?:member|subscriber|supporter|patron)|(?:make|consider) (?:a |making a"
    r" )(?:donation|"
    r"contribution)|donate (?:today|now|here)|subscribe (?:now|today|to (?:read|continue|unlock"
    r"|our))"
    r"|to continue reading|already a subscriber|you have \w+ (?:free )?articles? left"
    r"|this is a (?:premium|subscriber)"
    r"|\b(?:subscription|unlimited|trial|a (?:week|month))\b.{0,60}\bcancel any ?time\b)",
}
_THINGS = (
    r"(?:articles?|stories|story|news|posts?|videos?|headlines|topics?|links?|content|coverage"
    r"|reads?)"
)
_BARS = re.compile(r"\s?[|»>]\s?|\s/\s")
_SECTION = re.compile(
    r"\W*(?:more (?:stories|news|coverage|headlines)\b.{0,40}"
    r"|more from(?-i:(?:\s(?:[A-Z]\S*|the|this|our|us|author)){0,5})"
    r"|more (?:on|in) (?:this|the|[A-Z]).*"
    rf"|related(?: {_THINGS})?|most (?:popular|read|viewed|commented|shared)(?: {_THINGS})?"
    r"(?: (?:in|on|from|this|of|right|now|today)\b.*)?"
    rf"|(?:recommended|trending)(?:(?: for| now| on| in| stories).*)?|(?:latest|top|popular"
    rf"|recent|other"
    rf"|featured|sponsored)(?: \w+)? {_THINGS}(?: (?:in|on|from) .*)?|latest|popular(?: now)?"
    r"|editor[’']?s[’']? (?:picks?|choice).*|news ?feed|you (?:may|might) (?:also )?(?:like|be"
    r" interested"
    r" in).*|(?:also|keep|further) read(?:ing)?|read (?:also|more|next)|see also|up next"
    r"|what to read next|(?:from )?around the web|don[’']t miss|must[- ]read|in other news"
    r"|(?:next|previous) (?:story|article|post)|(?:about|meet) the authors?|about us|tags|topics"
    r"|(?:show|load|explore|view) more|stay informed)\W*",
    re.IGNORECASE,
)
_PATTERNS = tuple(
    (limit, kind, re.compile(pattern, re.IGNORECASE).fullmatch)
    for limit, group in ((60, _SHORT), (140, _CREDITS), (400, _OPENING))
    for kind, pattern in group.items()
)
_LONGEST_RIGHTS = 400  # characters
_PITCHES = tuple(
    (kind, re.compile(pattern, re.IGNORECASE).search) for kind, pattern in _ANYWHERE.items()
)
_FOOTER_PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE).fullmatch) for kind, pattern in _FOOTERS.items()
)
_LONGEST_FOOTER, _LONGEST_PITCH = 160, 500  # characters
_TO_READERS = re.compile(
    r"\b(?:[Yy]ou|[Yy]our|[Oo]ur|us|[Ww]e)\b"
    r"|^\W*(?i:sign(?:ing)? up|subscrib\w+|support\w*|donat\w+|get|stay|catch|receive|accept"
    r"|consider|become|please|make|to continue|this (?:web)?site|this is a|cookie|free)\b"
)
"""A line that speaks of the site and its readers, or asks for something with its first words."""
_SPEECH = re.compile(rf"\b(?:{says('statement')}|according to)\b", re.I)


def kind_of(text: str) -> str | None:
    """Return the kind of boilerplate that a line is, judged by its words alone, or None."""
    if is_section(text):
        return "related"
    if len(text) <= 160 and is_menu(text):
        return "menu"
    if len(text) <= _LONGEST_RIGHTS and RIGHTS.match(text):
        return "copyright"
    for limit, kind, matches in _PATTERNS:
        if len(text) <= limit and matches(text):
            return kind
    return None if _SPEECH.search(text) else _addressed_to_readers(text)


def _addressed_to_readers(text: str) -> str | None:
    """Return the kind of a footer of a mail or a feed, or of advertising to readers."""
    patterns = _FOOTER_PATTERNS if len(text) <= _LONGEST_FOOTER else ()
    if len(text) <= _LONGEST_PITCH and _TO_READERS.search(text):
        patterns = (*patterns, *_PITCHES)
    return next((kind for kind, found in patterns if found(text)), None)


def is_row_of_sections(text: str) -> bool:
    """Return whether most words of a line are those of menus, and all begin with a capital."""
    words = _WORD.findall(text)
    known = sum(word.lower().strip(".'’-") in _MENU_WORDS for word in words)
    return (
        len(words) >= _FEWEST_SECTIONS
        and 2 * known > len(words)
        and all(word[0].isupper() for word in words)
    )


def is_section(text: str) -> bool:
    """Return whether a line is the heading of a list of links: "Most popular", "News feed"."""
    return len(text) <= 80 and text[-1] != "." and _SECTION.fullmatch(text) is not None


def is_menu(text: str) -> bool:
    """Return whether a line consists of words of menus and buttons, or of counts.

    So does a line of a few words between bars, and a path like "News / World / Headline".
    """
    if text[-1] in ".?!" and len(text) > 12:
        return False
    parts = _BARS.split(text)
    if len(parts) > 1 and all(0 < len(part.split()) <= 3 for part in parts):
        return True
    if len(parts) > 2 and all(is_menu(part) for part in parts[:2] if part.strip()):
        return True
    words = _WORD.findall(text.lower())
    return all(word.strip(".'’-") in _MENU_WORDS or word.isdigit() for word in words)
