"""Dates in other languages: "21. Oktober 2025", "21 de octubre de 2025", "21 жовтня 2025 р."."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from index.ingestion.metadata.date_labels import COPIED, Label, foreign_label

_MONTHS = (
    "januar jänner janvier enero gennaio janeiro januari stycznia styczeń січня января ocak",
    "februar février febrero febbraio fevereiro februari lutego luty лютого февраля şubat",
    "märz mars marts marzo março maart marca marzec березня марта mart",
    "avril abril aprile kwietnia kwiecień квітня апреля nisan",
    "mai mayo maggio maio mei maja maj травня мая mayıs",
    "juni juin junio giugno junho czerwca czerwiec червня июня haziran",
    "juli juillet julio luglio julho lipca lipiec липня июля temmuz",
    "août agosto augustus augusti sierpnia sierpień серпня августа ağustos",
    "septembre septiembre setiembre settembre setembro września wrzesień вересня сентября eylül",
    "oktober octobre octubre ottobre outubro października październik жовтня октября ekim",
    "novembre noviembre novembro listopada listopad листопада ноября kasım",
    "dezember décembre desember diciembre dicembre dezembro grudnia grudzień грудня декабря aralık",
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NUMBERS |= {
    "april": 4,
    "august": 8,
    "september": 9,
    "november": 11,
    "december": 12,
}  # German, Dutch and Nordic
_SHORTEST = 3  # letters of an abbreviation


def _with_abbreviations(numbers: Mapping[str, int]) -> dict[str, int]:
    """Add what names of one month alone begin with: "okt" and "févr", but not "jui"."""
    meant: defaultdict[str, set[int]] = defaultdict(set)
    for name, number in numbers.items():
        for size in range(_SHORTEST, len(name)):
            meant[name[:size]].add(number)
    short = {name: min(months) for name, months in meant.items() if len(months) == 1}
    return {**short, "mrt": 3, "mrz": 3, **numbers}


_NAMES = _with_abbreviations(_NUMBERS)
_DATE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:\.|er|º)?[\s-](?:de\s|di\s)?(?P<month>[^\W\d_]{3,12})\.?,?"
    r"[\s-](?:de\s|del\s|do\s)?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    rf"(?<!\w)(?:(?:zuletzt\s)?(?:{COPIED})(?:\s(?:am|le|el|il|em|op|den|dnia|tarihi))?|"
    r"(?:zuletzt\s)?(?:(?:erst)?veröffentlicht|aktualisiert|geändert|erstellt|erschienen"
    r"|stand|erstveröffentlichung|letzte (?:änderung|aktualisierung))(?:\sam)?"
    r"|(?:publié|publiée|mis à jour|modifié|paru)(?:\sle)?"
    r"|(?:publicado|actualizado|atualizado)(?:\s(?:el|em))?|(?:pubblicato|aggiornato)(?:\sil)?"
    r"|(?:gepubliceerd|bijgewerkt)(?:\sop)?|opublikowano|aktualizacja|data publikacji"
    r"|créée?|cread[oa]|creat[oa]|criad[oa]|aangemaakt|utworzono|створено|создано|oluşturulma"
    r"|опубліковано|оновлено|опубликовано|обновлено|yayınlanma(?:\starihi)?|güncelleme"
    r"|(?:senast |sist |sidst )?(?:publicera[dt]|publisert|publiceret|udgivet|offentliggjort"
    r"|uppdatera[dt]|oppdatert|opdateret|endret|ändrad|ændret)(?:\sden)?|klockan|klokken|kl"
    r"|den|le|el|il|am|vom|dnia|г|р|r|года|року|роки|uhr|um|h|à|a las|alle|ore|às|om|o|в|о"
    r"|godz|godzina|godzinie|uur|saat|horas|heures|ч|час|часов|мин|год|хв|min"
    r")(?!\w)",
    re.IGNORECASE,
)
_TIME_OF_DAY = re.compile(
    r"(?<!\w)(?:à|às|a las|alle(?: ore)?|ore|um|om|kl|klockan|klokken|godz|godzina|godzinie|saat"
    r"|[oов])\.?\s\d{1,2}(?:[:.h]\d{2})?(?!\w)"
    r"|(?<!\w)(?:\d{1,2}[:.])?\d{1,2}\s?(?:uhr|uur|horas|heures)(?!\w)"
    r"|(?<!\w)\d{1,2}\s?h\s?\d{2}(?!\w)",
    re.IGNORECASE,
)
"""A time as it is written where dates have the day first."""
_WEEKDAYS = tuple(
    """montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi
    mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado
    domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira
    terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag
    vrijdag zaterdag zondag poniedziałek wtorek środa czwartek piątek sobota niedziela
    понеділок вівторок середа четвер пʼятниця п'ятниця субота неділя понедельник вторник
    среда четверг пятница суббота воскресенье pazartesi salı çarşamba perşembe cuma
    cumartesi pazar måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag
    søndag""".split()
)
_FEWEST = 2  # letters of a weekday
_SHORTEST_LABEL = 4  # letters; shorter ones are prepositions
_NOISE = re.compile(r"\d{1,2}[:.hч]\d{2}(?::\d{2})?|[\W_]+|\d+")
_SECTION = re.compile(r"\s?[|•·]\s?[^\W\d_a-z][\w-]{1,20}(?:\s[\w-]{1,20}){0,2}$")
"""The section of a newspaper behind a date: "| Region"."""
_MAX_BESIDE = 4  # words before a date
_LONGEST = 120  # characters of a date line


def foreign_dates(text: str) -> Iterator[tuple[int, int, dt.date]]:
    """Yield (start, end, day) of the full dates of a text in any of these languages."""
    for match in _DATE.finditer(text):
        month = _NAMES.get(match["month"].lower())
        if month is None:
            continue
        try:
            day = dt.date(int(match["year"]), month, int(match["day"]))
        except ValueError:
            continue
        yield match.start(), match.end(), day


def foreign_date_line(text: str, head: bool = False) -> list[tuple[dt.date, Label | None]]:
    """Return (day, what it is called) of each date of a line that has nothing else.

    [] for a line with other words: labels, weekdays and times are allowed, and in the ``head`` of a
    page a few words with capitals before the date, which are the outlet or the author.
    """
    if len(text) > _LONGEST:
        return []
    found, rest, at = [], [], 0
    for start, end, day in foreign_dates(text):
        before = text[at:start]
        found.append((day, foreign_label(before)))
        rest.append(before)
        at = end
    rest.append(text[at:])
    words = _NOISE.sub(" ", _LABELS.sub(" ", " ".join(rest))).split()
    if all(map(_is_weekday, words)):
        return found
    named = rest[0].rstrip(" ,|·–—-").split()
    behind = _SECTION.sub("", rest[-1]) if head else rest[-1]
    others = _NOISE.sub(" ", _LABELS.sub(" ", " ".join((*rest[1:-1], behind)))).split()
    alone = all(map(_is_weekday, others)) and all(
        word[0].isupper() or word in ("de", "del", "della", "du", "la", "le", "der")
        for word in named
    )
    return found if head and alone and 0 < len(named) <= _MAX_BESIDE else []


def without_labels(text: str) -> tuple[str, int]:
    """Return a text without words like "publié le", and how many there were that announce a day.

    Prepositions alone do not, but a time of day in such a language does: "às 10h15", "10.15 uur".
    """
    rest = _LABELS.sub(" ", text)
    announced = sum(
        len(found.group().split()[0]) >= _SHORTEST_LABEL for found in _LABELS.finditer(text)
    )
    return rest, announced + len(_TIME_OF_DAY.findall(text))


def is_weekday_name(word: str) -> bool:
    """Return whether a word is the whole name of a weekday in any of these languages."""
    return word.lower() in _WEEKDAYS


def _is_weekday(word: str) -> bool:
    """Return whether a word is a weekday's name or begins one: "Di", "sob"."""
    return len(word) >= _FEWEST and any(name.startswith(word.lower()) for name in _WEEKDAYS)
