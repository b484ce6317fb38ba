"""What a day is called: that of the publication, of a last change, or of somebody's copy."""

from __future__ import annotations

import re
from typing import Literal

Label = Literal["published", "created", "updated", "embargoed", "copied"]
"""What a line says of its day.

"created" may be the article or the note that somebody made of it; "embargoed" is until when nobody
may publish it, and "copied" when somebody printed, saved or looked at the article.
"""

_WORDS: dict[Label, str] = {
    "updated": r"(?:last\s)?(?:updated?|modified|edited|changed|revised)",
    "copied": r"(?:(?:date|last)\s)?(?:printed|saved|captured|archived|accessed|retrieved|visited"
    r"|viewed|added|downloaded|exported|imported|clipped)",
    "created": r"(?:date\s)?created",
    "published": r"(?:(?:first|originally)\s)?(?:published|posted|issued|released|date|dated)",
}
COPIED_WORDS = _WORDS["copied"]
"""The words for days of a copy in English, for use in an expression."""
LABELS = "|".join(_WORDS.values())
"""The words of all labels in English, for use in an expression."""
NAMED_LABELS = "|".join(f"(?P<{label}>{words})" for label, words in _WORDS.items())
"""The same, each label as a group of its name."""


def named_label(match: re.Match[str]) -> Label:
    """Return the label that an expression with ``NAMED_LABELS`` matched."""
    return next(label for label in _WORDS if match[label])


COPIED = (
    r"(?:aus)?gedruckt|gespeichert|abgerufen|aufgerufen|heruntergeladen|hinzugefügt|archiviert"
    r"|imprimée?|enregistrée?|consultée?|téléchargée?|ajoutée?|archivée?|capturée?"
    r"|impres[oa]|guardad[oa]|consultad[oa]|descargad[oa]|añadid[oa]|archivad[oa]|capturad[oa]"
    r"|stampat[oa]|salvat[oa]|consultat[oa]|scaricat[oa]|aggiunt[oa]|archiviat[oa]"
    r"|impress[oa]|acessad[oa]|acedid[oa]|baixad[oa]|descarregad[oa]|adicionad[oa]|arquivad[oa]"
    r"|afgedrukt|opgeslagen|geraadpleegd|gedownload|toegevoegd|gearchiveerd"
    r"|wydrukowano|zapisano|pobrano|zarchiwizowano|data dostępu"
    r"|роздруковано|збережено|завантажено|дата звернення|распечатано|сохранено|скачано"
    r"|дата обращения|yazdırılma|kaydedilme|indirilme|erişim"
    r"|utskriven|hämtad|sparad|utskrevet|hentet|lagret|udskrevet|gemt"
)
"""Words for days of a copy in other languages, for use in an expression.

Without "dodano", "додано" and "eklenme", which call a publication so.
"""
_FOREIGN: dict[Label, re.Pattern[str]] = {
    "updated": re.compile(
        r"\b(?:aktualisiert|geändert|stand|letzte (?:änderung|aktualisierung)"
        r"|mis à jour|modifié|actualizado|aggiornato|atualizado|bijgewerkt"
        r"|aktualizacja|оновлено|обновлено|güncelleme|uppdatera|oppdatert|opdateret|endret|ändrad"
        r"|ændret)",
        re.IGNORECASE,
    ),
    "copied": re.compile(rf"\b(?:{COPIED})\b", re.IGNORECASE),
    "created": re.compile(
        r"\b(?:erstellt|créée?|cread[oa]|creat[oa]|criad[oa]|aangemaakt|gemaakt|utworzono|створено"
        r"|создано|oluşturulma|skapad|opprettet|oprettet)\b",
        re.IGNORECASE,
    ),
}


def foreign_label(text: str) -> Label | None:
    """Return what a text in another language calls the day behind it; None for a publication."""
    return next((label for label, words in _FOREIGN.items() if words.search(text)), None)
