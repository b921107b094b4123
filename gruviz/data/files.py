"""Files of one's own: bytes → text."""

import math
import re

from gruviz.validation import GruvizError, InvalidValue, TooLarge

FILE_LIMIT = 2_000_000
"""Bytes of a file of text or numbers."""

_KINDS = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word document",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
"""What a file that is no text is, by its first bytes."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_RUNS = re.compile(rb"[\x80-\xff]+")


def decode(content: bytes, *, field: str = "file", most: int = FILE_LIMIT) -> str:
    """Read bytes as text with plain line ends, as `decoded` does, and leave out how they were written."""
    return decoded(content, field=field, most=most)[0]


def decoded(content: bytes, *, field: str = "file", most: int = FILE_LIMIT) -> tuple[str, str]:
    """Read bytes as text with plain line ends.

    What is not valid UTF-8 or marked as UTF-16 is taken for Chinese (GBK), Russian (cp1251) or Western European
    (cp1252), by which bytes stand side by side.

    Returns:
        The text, and how its characters were written: "UTF-8", "UTF-16", "GBK", "cp1251" or "cp1252".

    Raises:
        GruvizError: If there is nothing, too much, or something else than text.
    """
    if len(content) > most:
        raise TooLarge(field, _megabytes(len(content)), "", _sizes(len(content), most))
    if content.startswith(tuple(_KINDS)):
        raise _no_text(field, content)
    encoding = _encoding(content)
    try:
        text = content.decode({"UTF-8": "utf-8-sig"}.get(encoding, encoding))
    except UnicodeDecodeError:
        raise _no_text(field, content) from None
    if _CONTROL.search(text):
        raise _no_text(field, content)
    if not text.strip("\ufeff\x1a\n\r\t\v\f \u00a0"):
        raise InvalidValue(field, "empty", "a file with some text in it", "The file is empty.")
    return plain_ends(text), encoding


def plain_ends(text: str) -> str:
    """A text without byte order mark or end mark, whose lines end in a newline."""
    return text.lstrip("\ufeff").rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n")


def _encoding(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    halves = content[0:200:2], content[1:200:2]
    if all(halves) and b"\0" in content[:200] and not all(b"\0" in half for half in halves):
        return "UTF-16LE" if b"\0" in halves[1] else "UTF-16BE"  # no mark, but every second byte is zero
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _of_eight_bits(content)
    return "UTF-8"


def _of_eight_bits(content: bytes) -> str:
    runs = _RUNS.findall(content)
    if all(len(run) % 2 == 0 and all(0xB0 <= lead <= 0xD7 or lead == 0xA3 for lead in run[::2]) for run in runs):
        return "GBK"  # the common characters, two bytes each; nearly all text of other kinds has odd runs
    inside_words = sum(len(run) for run in runs if len(run) > 2)
    return "cp1251" if inside_words > 0.5 * sum(map(len, runs)) else "cp1252"


def _no_text(field: str, content: bytes) -> GruvizError:
    kind = next((kind for mark, kind in _KINDS.items() if content.startswith(mark)), "")
    sentence = f"The file is {kind or 'binary'}, not text: save it as CSV or as plain text."
    return InvalidValue(field, kind or "a binary file", "text", sentence)


def _sizes(size: int, most: int) -> str:
    return f"The file has {_megabytes(size)}; at most {_megabytes(most)} can be read."


def _megabytes(size: int) -> str:
    """Rounded up, so that what is too large never reads as the limit itself."""
    return f"{math.ceil(size / 1e4) / 100:,.10g} MB"
