"""HDF5 files: no link is followed, no other file is opened, no other program is asked for."""

import h5py
import numpy as np
import pytest

from gruviz.checkpoints import read_checkpoint
from tests.checkpoints.foreign import body
from tests.checkpoints.making import hdf5, refused

pytestmark = pytest.mark.usefixtures("here")


def circle(file):
    folder = file.create_group("a")
    folder["b"] = folder


def virtual(file):
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("elsewhere.h5", "x", (4,))
    file.create_virtual_dataset("a", layout)


CASES = {
    "link outside": (lambda file: file.__setitem__("a", h5py.ExternalLink("x.h5", "/a")), "holds links"),
    "link inside": (lambda file: file.__setitem__("a", h5py.SoftLink("/")), "holds links"),
    "virtual": (virtual, "takes arrays from other files"),
    "data outside": (lambda file: file.create_dataset("a", (4,), "f4", external=[("x", 0, 16)]), "from other files"),
    "other packing": (lambda file: file.create_dataset("a", (4,), "f4", compression="lzf"), "needs further programs"),
    "huge": (lambda file: file.create_dataset("a", (1 << 20, 1 << 20), "f4", chunks=(9, 9)), "at most 256 MiB"),
    "folder in itself": (circle, "more than 16 folders"),
    "nothing": (lambda file: None, "which holds no arrays"),
    "text": (lambda file: file.create_dataset("a", data="a"), "1 array: a"),
}


@pytest.mark.parametrize("case", CASES)
def test_it_ends_in_a_sentence(case):
    fill, sentence = CASES[case]
    assert sentence in refused(hdf5(fill))


def test_a_cut_file_is_damaged():
    assert refused(body("keras.h5")[:3000]) == "The HDF5 file is damaged or incomplete."


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", ">f4", "bfloat16"])
def test_numbers_of_all_sizes_are_read(dtype):
    values = np.array([[1.5, -2.0]]).repeat(2, 0)

    def fill(file):
        for name in ("kernel", "recurrent_kernel"):
            if dtype == "bfloat16":  # as Keras has it: two bytes that NumPy knows nothing of
                halves = (values.astype("f4").view("u4") >> 16).astype("u2").view("V2")
                file.create_dataset(f"rnn/cell/{name}", data=halves).attrs["dtype"] = dtype
            else:
                file.create_dataset(f"rnn/cell/{name}", data=values.astype(dtype), compression="gzip")

    (layer,) = read_checkpoint("a", hdf5(fill)).layers
    np.testing.assert_array_equal(layer.rows.U, values.T)
