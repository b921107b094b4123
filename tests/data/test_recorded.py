"""The data files against their description, their checksums and their licences."""

import hashlib

import numpy as np
import pytest

from gruviz.data.recorded import (
    EXERCISES,
    FOLDER,
    exercises,
    handwritten_digits,
    monthly_sunspots,
    python_documentation,
    spoken_digits,
)
from scripts.data import REBUILT, same, shipped, sunspots

LICENCES = (FOLDER / "LICENSES.md").read_text(encoding="utf-8")
FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".csv", ".npz"})


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_checksum_its_licence_and_a_modest_size(name):
    sums = dict(line.split("  ")[::-1] for line in (FOLDER / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == set(FILES)
    body = (FOLDER / name).read_bytes()
    assert hashlib.sha256(body).hexdigest() == sums[name]
    assert len(body) < 1 << 20
    [row] = [line for line in LICENCES.splitlines() if f"`{name}`" in line]
    assert all(cell.strip() for cell in row.strip("|").split("|"))
    assert len(row.strip("|").split("|")) == 6


def test_spoken_digits():
    data = spoken_digits()
    lengths = [len(clip) for clip in data.sequences]
    assert (len(lengths), sum(lengths), max(lengths), min(lengths)) == (3000, 53_999, 92, 6)
    assert np.bincount(data.classes).tolist() == [300] * 10
    frames = np.concatenate(data.sequences)
    assert frames.shape[1] == 13
    np.testing.assert_allclose(frames.mean(0), 0, atol=0.01)
    np.testing.assert_allclose(frames.std(0), 1, atol=0.01)
    first = data.sequences[0][0] * data.spread + data.centre
    np.testing.assert_allclose(first[:3], [-160.79697, 64.151886, -32.92765], atol=data.spread[:3].max() / 48)


def test_exercises():
    data = exercises()
    assert len(data.sequences) == 140
    assert sorted(set(data.groups.tolist())) == list(range(1, 11))
    assert np.bincount(data.classes).tolist() == [20] * len(EXERCISES)
    assert {sequence.shape[1] for sequence in data.sequences} == {6}
    assert {(group, kind) for group, kind in zip(data.groups.tolist(), data.classes.tolist(), strict=True)} == {
        (group, kind) for group in range(1, 11) for kind in range(7)
    }


@pytest.mark.parametrize(("side", "count"), [(28, 3000), (14, 5000)])
def test_handwritten_digits(side, count):
    pictures, digits = handwritten_digits(side)
    assert pictures.shape == (count, side, side)
    assert (pictures.min(), pictures.max()) == (0, 1)
    assert np.bincount(digits).min() > 0.09 * count
    assert np.abs(pictures[:, [0, -1]]).mean() < 0.01, "the edge is paper"
    assert pictures.mean() > 0.1


def test_both_files_of_digits_show_the_same_pictures():
    large, digits = handwritten_digits(28)
    small, again = handwritten_digits(14)
    assert (digits == again[:3000]).all()
    np.testing.assert_allclose(large.reshape(-1, 14, 2, 14, 2).mean((2, 4)), small[:3000], atol=0.07)


def test_sunspots():
    months, values = monthly_sunspots()
    assert (months[0], months[-1], len(months), values.shape) == ("1749-01", "2008-12", 3120, (3120,))
    assert (values[0], values[-1]) == (58.0, 0.8)
    assert values.min() == 0
    assert 200 < values.max() < 300


def test_the_documentation_of_python_has_no_paragraph_twice():
    text = python_documentation()
    paragraphs = text.split("\n\n")
    assert len(set(paragraphs)) == len(paragraphs)
    assert 200_000 < len(text) < 1_000_000
    assert 80 < len(set(text)) < 128


def test_every_file_can_be_rebuilt():
    spoken = {name for name in FILES if name.startswith("synthetic_words")}
    assert set(REBUILT) == set(FILES) - spoken
    for name in spoken:
        [row] = [line for line in LICENCES.splitlines() if f"`{name}`" in line]
        assert "espeak-ng 1.51" in row
    for package, member, build in REBUILT.values():
        row = next(line for line in LICENCES.splitlines() if package.replace("==", " ") in line)
        assert member in row
        assert build.__doc__


def test_a_file_that_was_changed_is_noticed():
    data = shipped("mnist5k_14.npz")
    assert same(data, shipped("mnist5k_14.npz"))
    assert not same(data | {"y": (data["y"] + 1) % 10}, data)
    assert not same(data | {"y": data["y"].astype(np.int64)}, data)
    assert not same({"X": data["X"]}, data)
    months = shipped("sunspots_monthly.csv")
    assert same(sunspots(SOME_YEARS), {name: column[:24] for name, column in months.items()})


SOME_YEARS = b"""MONTHLY MEAN SUNSPOT NUMBERS
Year    Jan   Feb   Mar   Apr   May   Jun   Jul   Aug   Sep   Oct   Nov   Dec
1749  58.0  62.6  70.0  55.7  85.0  83.5  94.8  66.3  75.9  75.5 158.6  85.2
1750  73.3  75.9  89.2  88.3  90.0 100.0  85.4 103.0  91.2  65.7  63.3  75.4

Note:  Data are preliminary after Dec 08.
"""
