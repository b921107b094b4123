"""The address of the room, for every way in which a server may be set up."""

import pytest
from segno import make

from gruviz.addresses import is_loopback, own_address
from gruviz.ui.classroom.room import class_link, qr_code, room_address


@pytest.mark.parametrize(
    ("url", "listens_on", "named", "address"),
    [
        ("https://school.example/gruviz", "127.0.0.1", None, "https://school.example/gruviz"),  # behind a proxy
        ("http://192.168.1.5:8501", None, None, "http://192.168.1.5:8501"),
        ("http://127.0.0.1:8501", "127.0.0.1", "192.168.1.5", None),  # this computer only
        ("http://localhost:8501/a", "0.0.0.0", "192.168.1.5", "http://192.168.1.5:8501/a"),
        ("http://[::1]:8501", "::1", None, None),
    ],
)
def test_the_address_works_in_the_room_or_there_is_none(url, listens_on, named, address):
    assert room_address(url, listens_on=listens_on, named=named) == address


def test_without_a_name_the_computer_s_own_address_is_taken():
    own = own_address()
    found = room_address("http://localhost:8501", listens_on=None, named="localhost")
    assert found == (f"http://{own}:8501" if own else None)
    assert own is None or not is_loopback(own)


def test_the_qr_code_holds_the_link_dark_on_light():
    link = class_link("http://192.168.1.5:8501", "quiet-heron")
    assert link == "http://192.168.1.5:8501/class/quiet-heron"
    drawing = qr_code(link)
    side = make(link, micro=False, error="m").symbol_size(border=3)[0]
    assert f'viewBox="0 0 {side} {side}"' in drawing
    assert 'fill="#fff"' in drawing
    assert 'stroke="#000"' in drawing
