"""Which addresses may be connected to: those of the internet, not those of the own network.

Somebody who names an address, or a page that redirects to one, must not make the bot read what only
the machine it runs on can reach: routers, databases, the metadata of a cloud.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence

from index.errors import PageUnavailable
from index.ingestion.web.urls import host_of, shown_url

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns the IP addresses of a host name. Raises OSError if there is none."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")  # of IPv6, all that is assigned for the internet
# What some versions of Python take for public, although the registry of IANA does not.
_SPECIAL = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20"))
)
_MOST = 8  # addresses of a host that are looked at


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(text: str) -> bool:
    """Return whether an IP address is one of the internet.

    IPv6 forms that stand for an IPv4 address (mapped, 6to4, Teredo, NAT64) are as public as that.
    """
    try:
        address: _Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if "%" in text:  # of one network interface, so never of the internet
        return False
    if isinstance(address, ipaddress.IPv6Address):
        within = _embedded(address)
        if within is not None:
            return all(map(_is_global, within))
    return _is_global(address)


def _embedded(address: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...] | None:
    """Return the IPv4 addresses that traffic to an IPv6 address may end at; None: not such one."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF),)
    return None


def _is_global(address: _Address) -> bool:
    unicast = isinstance(address, ipaddress.IPv4Address) or address in _UNICAST
    return (
        unicast
        and address.is_global
        and not address.is_private
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _SPECIAL)
    )


async def addresses_to_connect(
    url: str, port: int, resolving: Resolve, own_network: Collection[str]
) -> list[str]:
    """Return the addresses of a URL's host, all of which may be connected to.

    Those in ``own_network`` may, too. Raises PageUnavailable if there is none, or if one of them
    is of the own network.
    """
    host = host_of(url)
    try:
        found = list(await resolving(host, port))[:_MOST]
    except (OSError, UnicodeError) as error:
        unknown = isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
        raise PageUnavailable(
            f"{shown_url(url)}: the host {host} was not found; check the address and your network",
            temporary=not unknown,
        ) from error
    refused = next((a for a in found if a not in own_network and not is_public(a)), None)
    if refused is not None:
        raise PageUnavailable(
            f"{shown_url(url)}: {host} is not a public internet address, and is never fetched; "
            "save the page as a file in the articles folder"
        )
    if not found:
        raise PageUnavailable(f"{shown_url(url)}: {host} has no address", temporary=True)
    return found
