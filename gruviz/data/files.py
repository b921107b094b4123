"""Files of one's own: bytes → text."""

from gruviz.validation import InvalidValue, TooLarge

FILE_LIMIT = 2_000_000
"""Bytes of a file of text or numbers."""


def decode(content: bytes, *, field: str = "file", most: int = FILE_LIMIT) -> str:
    """Read bytes as UTF-8 text with plain line ends.

    Raises:
        GruvizError: If there is nothing, too much, or something else than UTF-8 text.
    """
    if len(content) > most:
        raise TooLarge(field, f"{len(content) / 1e6:,.1f} MB", f"at most {most / 1e6:g} MB")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InvalidValue(field, "text in UTF-16", "text in UTF-8: save it with that encoding")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidValue(field, f"byte {error.start + 1} is not valid text", "text in UTF-8") from None
    if "\0" in text:
        raise InvalidValue(field, "a binary file", "text in UTF-8")
    if not text.strip():
        raise InvalidValue(field, "empty", "a file with some text in it")
    return plain_ends(text)


def plain_ends(text: str) -> str:
    """A text without byte order mark, whose lines end in a newline."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
