"""Who is counted against a limit: where a request comes from, and nothing else. Never kept, never logged."""

import ipaddress

from flask import request


def place() -> str:
    """Where the request comes from: an address, or for IPv6 the network a household is given."""
    said = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
