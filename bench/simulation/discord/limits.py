"""Discord's limits on messages: text length, number of components, length of ids."""

from __future__ import annotations

from collections.abc import Iterator

from bench.simulation.discord.faults import Refusal
from bench.simulation.discord.world import Payload

COMPONENTS_V2 = 1 << 15
CONTENT, EMBEDS, DESCRIPTION, ALL_EMBEDS = 2000, 10, 4096, 6000
FIELDS, FIELD_NAME, FIELD_VALUE, TITLE, FOOTER = 25, 256, 1024, 256, 2048
ROWS, CUSTOM_ID, LABEL, PARTS, TEXTS = 5, 100, 80, 40, 4000


def check(body: Payload, uploads: int = 0) -> None:
    """Raise the Refusal that Discord would: 50035, or 50006 for an empty message."""
    content = body.get("content") or ""
    embeds = body.get("embeds") or []
    components = body.get("components") or []
    wrong = [len(content) > CONTENT, len(embeds) > EMBEDS, *map(_embed_is_wrong, embeds)]
    wrong.append(sum(map(_letters, embeds)) > ALL_EMBEDS)
    parts = list(parts_of(components))
    if body.get("flags", 0) & COMPONENTS_V2:
        texts = sum(len(part.get("content", "")) for part in parts)
        wrong += [len(parts) > PARTS, texts > TEXTS, bool(content or embeds)]
    else:
        wrong.append(len(components) > ROWS)
    wrong += [len(part.get("custom_id") or "") > CUSTOM_ID for part in parts]
    wrong += [len(part.get("label") or "") > LABEL for part in parts]
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    wrong.append(len(set(ids)) < len(ids))
    if any(wrong):
        raise Refusal(400, 50035, "Invalid Form Body")
    if not (content or embeds or components or uploads or body.get("attachments")):
        raise Refusal(400, 50006, "Cannot send an empty message")


def parts_of(components: list[Payload]) -> Iterator[Payload]:
    """Yield every component, including nested ones and accessories."""
    for one in components:
        yield one
        yield from parts_of(one.get("components", []))
        yield from parts_of([one[key] for key in ("accessory", "component") if one.get(key)])


def _embed_is_wrong(embed: Payload) -> bool:
    fields = embed.get("fields", [])
    return (
        len(embed.get("title") or "") > TITLE
        or len(embed.get("description") or "") > DESCRIPTION
        or len(embed.get("footer", {}).get("text", "")) > FOOTER
        or len(fields) > FIELDS
        or any(len(f["name"]) > FIELD_NAME or len(f["value"]) > FIELD_VALUE for f in fields)
    )


def _letters(embed: Payload) -> int:
    """Return the length of an embed that counts towards the limit for a message."""
    texts = [embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text")]
    texts.append(embed.get("author", {}).get("name"))
    texts += [field[key] for field in embed.get("fields", []) for key in ("name", "value")]
    return sum(len(text or "") for text in texts)
