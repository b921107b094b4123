"""Addresses of this computer, as itself and others on its network know them."""

import socket
from contextlib import suppress
from ipaddress import ip_address


def own_address() -> str | None:
    """The address under which others on the network reach this computer; None without a network."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # An address reserved for documentation: it chooses the interface that leads outside, and nothing is sent.
        probe.connect(("192.0.2.1", 9))
        address = str(probe.getsockname()[0])
        return None if is_loopback(address) else address
    with suppress(OSError):  # a network without a way outside, such as a hotspot of this computer
        known = socket.gethostbyname_ex(socket.gethostname())[2]
        return next((address for address in known if not is_loopback(address)), None)
    return None


def is_loopback(host: str) -> bool:
    """Whether a host is this computer, seen from itself."""
    with suppress(ValueError):
        return ip_address(host.strip("[]")).is_loopback
    return host == "localhost" or host.endswith(".localhost")
