"""A setting that is true or false."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _YES | _NO:
        raise ValueError("write true or false")
    return word in _YES


YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no)]
