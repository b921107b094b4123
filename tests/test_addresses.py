"""Addresses of this computer."""

import socket

import pytest

from gruviz import addresses
from gruviz.addresses import is_loopback, own_address


class Offline(socket.socket):
    """A socket of a computer without a way outside."""

    def connect(self, address):
        raise OSError(f"network is unreachable: {address}")


@pytest.mark.parametrize(("known", "address"), [(["127.0.1.1", "10.42.0.1"], "10.42.0.1"), (["127.0.1.1"], None)])
def test_a_hotspot_has_an_address_and_no_network_none(known, address, monkeypatch):
    monkeypatch.setattr(addresses.socket, "socket", Offline)
    monkeypatch.setattr(addresses.socket, "gethostbyname_ex", lambda name: (name, [], known))
    assert own_address() == address


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "my.localhost"])
def test_a_loopback_is_known(host):
    assert is_loopback(host)
    assert not is_loopback("10.0.0.1")
    assert not is_loopback("example.org")
