"""Zip archives: what they unpack to is added up before anything is unpacked."""

import struct

import pytest

from tests.checkpoints.making import refused, zipped

pytestmark = pytest.mark.usefixtures("here")


def declared(name, size):
    """An archive that says of a small part that it unpacks to so many bytes."""
    content = bytearray(zipped(name, b"0" * 64))
    place = content.index(b"PK\1\2")
    content[place + 24 : place + 28] = struct.pack("<L", size)
    return bytes(content)


@pytest.mark.parametrize("name", ["model.weights.h5", "a/data.pkl"])
def test_what_unpacks_to_too_much_is_refused(name):
    assert refused(declared(name, 300 << 20)) == "The file unpacks to 300 MiB; at most 256 MiB can be read."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (declared("model.weights.h5", 1 << 20), "damaged"),
        (zipped("model.weights.h5", b"a"), "The HDF5 file is damaged"),
        (zipped("a.txt", b"a"), "neither PyTorch's nor Keras's"),
        (b"PK\3\4" + bytes(100), "The zip file is damaged"),
    ],
)
def test_another_archive_ends_in_a_sentence(content, sentence):
    assert sentence in refused(content)
