"""Web addresses: which can be used, which are the same, and how they are shown."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

from index.errors import UnusableSetting

_LONGEST = 2_000  # characters
_SHOWN = 120
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# up to its query; after a "/" that ends the host, an "@" is no longer part of a login
_WITHOUT_LOGIN = re.compile(
    rf"{_SCHEME.pattern}(?:[^/?#@:\[\]]+|\[[0-9a-f:.]+\])(?::[0-9]*)?/[^?#]*", re.IGNORECASE
)
_QUERY = re.compile(r"[?#]")
_CAMPAIGN = "utm_"  # of the marketing that links to a page; no part of which page it is


def clean_url(text: str) -> str:
    """Return an address in the form that is the same for the same page: without its fragment.

    Raises UnusableSetting if it is not an address of the web.
    """
    url = text.strip()
    named = shown_url(url)
    if len(url) > _LONGEST:
        raise UnusableSetting(f"the address is longer than {_LONGEST:,} characters: {named}")
    try:
        parts = urlsplit(url)
        host, port = _host_of(parts), parts.port
    except (ValueError, UnicodeError):
        raise UnusableSetting(_no_address(named)) from None
    if (
        parts.scheme not in _DEFAULT_PORTS
        or not host
        or port == 0
        or any(not sign.isprintable() or sign.isspace() for sign in url)
    ):
        raise UnusableSetting(_no_address(named))
    if parts.username is not None or parts.password is not None:
        raise UnusableSetting(
            f"the address at {host} has a user name or password in it: leave it out; pages "
            "behind a login cannot be fetched"
        )
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, parts.path or "/", _query(parts.query), ""))


def shown_url(url: str) -> str:
    """Return an address for messages: without its query, which may be a key, and without a login.

    Of what is no address, or has a login, only what comes after the login is shown; nothing, where
    it is unclear whether a "?" begins a query or is part of a password.
    """
    if plain := _WITHOUT_LOGIN.match(url):
        shown = plain[0]
    else:
        scheme = _SCHEME.match(url)
        begin = scheme[0] if scheme else ""
        before, _, after = url[len(begin) :].rpartition("@")
        shown = begin + ("…" if _QUERY.search(before) else _QUERY.split(after, maxsplit=1)[0])
    shown = "".join(sign if sign.isprintable() else "?" for sign in shown)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


def host_of(url: str) -> str:
    """Return the host of a clean address, without its port."""
    return urlsplit(url).hostname or ""


def site_of(url: str) -> str:
    """Return scheme, host and port of a clean address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _host_of(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:  # IPv6
        return f"[{host}]"
    # Python's own codec is IDNA 2003, which makes another site of a name with "ß": strasse.de
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _query(query: str) -> str:
    # what stays is not written anew: to some sites "?20251021" is another page than "?20251021="
    return "&".join(part for part in query.split("&") if not part.startswith(_CAMPAIGN))


def _no_address(named: str) -> str:
    return f"not a web address: {named or 'nothing'} (write it like https://example.org/news/story)"
