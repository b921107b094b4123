"""Files that are no models: how each is made, and the field that the error has to name."""

import zipfile

import numpy as np

from gruviz.tasks import Digits, Forecasting, Language, Translation
from tests.models.archives import changed, members_of, saved, zipped
from tests.models.made import a_network

DECODING = a_network(Translation())

HOSTILE = {
    "nothing": (lambda: b"", "file"),
    "text": (lambda: b"hello " * 100, "file"),
    "a pickle": (lambda: b"\x80\x04\x95" + b"\0" * 200, "file"),
    "half a file": (lambda: saved()[: len(saved()) // 2], "file"),
    "something behind": (lambda: saved() + b"\0", "file"),
    "a plain array": (lambda: members_of(saved())[1][1], "file"),
    "an empty archive": (lambda: zipped([]), "file"),
    "another archive": (lambda: zipped([("readme.txt", "x" * 50)]), "file.about"),
    "compressed": (lambda: zipped(members_of(saved()), compression=zipfile.ZIP_DEFLATED), "file"),
    "a bomb": (lambda: zipped([("W.npy", b"\0" * 10_000_000)], compression=zipfile.ZIP_DEFLATED), "file"),
    "ten thousand members": (lambda: zipped([(f"{n}.npy", b"") for n in range(10_000)]), "file"),
    "a comment": (lambda: saved()[:-2] + b"\1\0!", "file"),
    "a pickled array": (lambda: changed(W=np.array([{}, None], object)), "file.W"),
    "integers": (lambda: changed(W=np.zeros((2, 9, 4), np.int64)), "file.W"),
    "complex": (lambda: changed(b=np.zeros((2, 9), complex)), "file.b"),
    "columns first": (lambda: changed(W=np.asfortranarray(np.zeros((2, 9, 4)))), "file.W"),
    "an empty array": (lambda: changed(U=np.zeros((0, 9, 3))), "weights.U.shape"),
    "a lone number": (lambda: changed(b=np.float64(1)), "file.b"),
    "W of another size": (lambda: changed(W=np.zeros((2, 8, 4))), "weights.W.shape"),
    "U of another size": (lambda: changed(U=np.zeros((2, 8, 3))), "weights.U.shape"),
    "b of another size": (lambda: changed(b=np.zeros((1, 9))), "weights.b.shape"),
    "inputs of another task": (lambda: changed(W=np.zeros((2, 9, 5))), "weights.W.shape"),
    "not a number": (lambda: changed(b=np.full((2, 9), np.nan)), "weights.b[0, 0]"),
    "infinite": (lambda: changed(readout_W=np.full((2, 4, 3), np.inf)), "readout_W[0, 0, 0]"),
    "without b": (lambda: changed(drop=["b"]), "file"),
    "without what it is": (lambda: changed(drop=["about"]), "file.about"),
    "one array more": (lambda: changed(more=np.zeros(3)), "file"),
    "a recurrent bias more": (lambda: changed(recurrent_bias=np.zeros((2, 3))), "file"),
    "another format": (lambda: changed(about={"format": "onnx"}), "file.about"),
    "a later version": (lambda: changed(about={"version": 2}), "file.version"),
    "an unknown cell": (lambda: changed(about={"cell": "elman"}), "file.cell"),
    "a cell that is a list": (lambda: changed(about={"cell": ["gru"]}), "file.cell"),
    "another cell": (lambda: changed(about={"cell": "lstm"}), "weights.U.shape"),
    "an unknown task": (lambda: changed(about={"task": "parity"}), "task"),
    "a task that is a number": (lambda: changed(about={"task": 3}), "task"),
    "a length too long": (lambda: changed(about={"length": 10**9}), "length"),
    "a label with a line break": (lambda: changed(about={"label": "a\r\nb"}), "label"),
    "a label that is a list": (lambda: changed(about={"label": []}), "label"),
    "a list": (lambda: changed(about=[1, 2]), "file.about"),
    "no JSON": (lambda: changed(about=b"{"), "file.about"),
    "no text": (lambda: changed(about=b"\xff\xfe\xff"), "file.about"),
    "deep JSON": (lambda: changed(about=b"[" * 3900), "file.about"),
    "long JSON": (lambda: changed(about=b" " * 100_000 + b"{}"), "file.about"),
}


HOSTILE |= {
    "no decoder": (lambda: changed(DECODING, drop=[f"decoder_{n}" for n in ("W", "U", "b", "recurrent_bias")]), "file"),
    "half a decoder": (lambda: changed(DECODING, drop=["decoder_U"]), "file"),
    "a decoder that reads other words": (lambda: changed(DECODING, decoder_W=np.zeros((2, 9, 5))), "decoder.W.shape"),
    "a decoder of another size": (
        lambda: changed(
            DECODING,
            decoder_W=np.zeros((2, 6, 27)),
            decoder_U=np.zeros((2, 6, 2)),
            decoder_b=np.zeros((2, 6)),
            decoder_recurrent_bias=np.zeros((2, 2)),
        ),
        "decoder.U.shape",
    ),
    "a decoder of one seed": (
        lambda: changed(
            DECODING,
            decoder_W=np.zeros((1, 9, 27)),
            decoder_U=np.zeros((1, 9, 3)),
            decoder_b=np.zeros((1, 9)),
            decoder_recurrent_bias=np.zeros((1, 3)),
        ),
        "decoder.U.shape",
    ),
    "a decoder that is not a number": (lambda: changed(DECODING, decoder_b=np.full((2, 9), np.nan)), "weights.b[0, 0]"),
    "attention without room for it": (
        lambda: changed(DECODING, about={"settings": {"attention": True}}),
        "readout_W.shape",
    ),
    "a decoder where none belongs": (
        lambda: changed(a_network(Digits()), decoder_W=np.zeros((2, 9, 10))),
        "file",
    ),
    "a setting there is not": (lambda: changed(DECODING, about={"settings": {"beams": 3}}), "settings"),
    "a setting that cannot be": (lambda: changed(DECODING, about={"settings": {"reverse": 2}}), "reverse"),
    "settings that are a list": (lambda: changed(DECODING, about={"settings": ["reverse"]}), "settings"),
    "settings of another task": (lambda: changed(DECODING, about={"settings": {"blackout": 0.5}}), "settings"),
    "own data smuggled in": (
        lambda: changed(a_network(Forecasting()), about={"settings": {"values": [1, 2]}}),
        "settings",
    ),
    "an alphabet of another size": (
        lambda: changed(a_network(Language(alphabet="abc")), about={"settings": {"alphabet": "ab"}}),
        "weights.W.shape",
    ),
}
