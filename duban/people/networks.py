"""Addresses of clients: whose word for them is believed, and how much of one stands for one client."""

import ipaddress
from collections.abc import Iterable, Mapping, Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Whoever has one IPv6 address has a whole /64 of them.
_ONE_CLIENT = 64


def networks(words: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks (`10.1.0.0/16`) and single addresses that words name. Raises ValueError for what is neither."""
    return tuple(ipaddress.ip_network(word.strip(), strict=False) for word in words if word.strip())


def address_of(meta: Mapping[str, str], proxies: Sequence[Network]) -> str:
    """Return the address of the client of a request, in its shortest form; empty where the server names none.

    `X-Forwarded-For` is believed from its end, and only as far as known proxies wrote it: the nearest of them is this machine or one
    of `proxies`, any other one of `proxies`. What a client writes there stands before what a proxy wrote, and means nothing.
    """
    nearest = _parsed(meta.get("REMOTE_ADDR", ""))
    if nearest is None:
        return ""
    entries = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = nearest.is_loopback or _is_in(nearest, proxies)
    while trusted and entries:
        further = _parsed(entries.pop())
        if further is None:
            break
        nearest = further
        trusted = _is_in(nearest, proxies)
    return str(nearest)


def client_of(address: str) -> str:
    """Return what stands for one client when uses are counted: an IPv4 address itself, of an IPv6 address the first of its /64."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _ONE_CLIENT), strict=False).network_address)
    return str(parsed) if parsed is not None else ""


def _is_in(address: Address, found: Sequence[Network]) -> bool:
    return any(address in network for network in found)


def _parsed(word: str) -> Address | None:
    """Return the address that a word names, without port, brackets and zone; an IPv4 address in IPv6 clothes is itself."""
    word = word.strip()
    if word.startswith("["):
        word = word[1:].partition("]")[0]
    elif word.count(":") == 1:
        word = word.partition(":")[0]
    try:
        address = ipaddress.ip_address(word.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
