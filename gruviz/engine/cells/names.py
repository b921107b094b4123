"""What people call the symbols of a cell, and how they are written in a line of text."""

from collections.abc import Mapping

from gruviz.engine.cells import LINEAR, STANDARD, VARIANTS, Cell

GLYPHS: Mapping[str, str] = {
    "n": "h̃",
    "Lambda": "Λ",
    "nu": "ν",
    "theta": "θ",
    "gamma": "γ",
    "delta": "Δ",
    "i0": "ĩ",
    "f0": "f̃",
    **{f"{letter}{i}": f"{letter}{mark}" for letter in "aBCs" for i, mark in ((1, "⁽¹⁾"), (2, "⁽²⁾"))},
}
"""Symbols that are not written as they are named; in LaTeX they are `equations.LETTERS`."""
NAMES: Mapping[str, str] = {
    "r": "reset gate",
    "z": "update gate",
    "n": "candidate",
    "i": "input gate",
    "f": "forget gate",
    "g": "candidate",
    "o": "output gate",
    "a": "share kept",
    "k": "share kept",
    "w": "share written",
    "s": "sum of both gates",
    "i0": "logarithm of the input gate",
    "f0": "forget gate before σ",
    "q": "how far the old outweighs the new",
    "u": "candidate, real part",
    "v": "candidate, imaginary part",
    "delta": "step size",
    **dict.fromkeys(("a1", "a2"), "share kept"),
    **dict.fromkeys(("B1", "B2"), "weight of what is written"),
    **dict.fromkeys(("C1", "C2"), "weight of what is read"),
    "h": "hidden state",
    "c": "cell state",
    "y": "mean of what was written",
    "m": "logarithm of all weight so far",
    "s1": "first state",
    "s2": "second state",
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "Textbook": STANDARD,
    "Variants": VARIANTS,
    "Linear in the state": LINEAR,
}
"""Keys of the named cells, by the heading under which they are listed."""
OWN_NAMES: Mapping[str, Mapping[str, str]] = {
    "rg_lru": {"r": "recurrence gate"},
    "lru": {"h": "state, real part", "k": "state, imaginary part"},
    "ssm": {"h": "what is shown"},
}
"""By cell what a symbol is called there otherwise."""
ENDS: Mapping[str, tuple[str, str]] = {
    "z": ("keeps", "writes"),
    "f": ("forgets", "keeps"),
    "a": ("forgets", "keeps"),
    **dict.fromkeys(("k", "a1", "a2"), ("forgets", "keeps")),
}
"""What 0 and 1 mean, for the gates of which people ask."""


def kind_of(cell: str) -> str:
    """The heading under which a cell is listed."""
    return next((heading for heading, keys in KINDS.items() if cell in keys), "Others")


def glyph(symbol: str) -> str:
    """A symbol as the page writes it: the candidate is h̃, not n."""
    return GLYPHS.get(symbol, symbol)


def name_of(cell: Cell, symbol: str) -> str:
    """What a gate or state of a cell is called."""
    return OWN_NAMES.get(cell.key, {}).get(symbol) or NAMES.get(
        symbol, "state" if symbol in cell.state_names else "gate"
    )


def ends_of(cell: Cell, symbol: str) -> tuple[str, str] | None:
    """What 0 and 1 of a gate mean, if it multiplies a state before the step and people ask."""
    products = (product for one in cell.mixed.values() for product in one.products)
    multiplied = [product for product in products if any(factor.previous for factor in product)]
    decides = any(factor.symbol == symbol for product in multiplied for factor in product)
    return ENDS.get(symbol) if decides and cell.gate_ranges.get(symbol) == (0, 1) else None


def keeper_of(cell: Cell) -> str:
    """The gate that decides how much of the state stays; empty where there is none, or one for each part of it."""
    found = [symbol for symbol in cell.gate_names if ends_of(cell, symbol)]
    return found[0] if len(found) == 1 else ""


def heading(cell: Cell, symbol: str) -> str:
    """Symbol, name and ends: "z, update gate (0 keeps, 1 writes)"."""
    name = f"{glyph(symbol)}, {name_of(cell, symbol)}"
    if symbol == "z" and "z" in (cell.candidate.reset, cell.candidate.reset_after):
        return f"{glyph(symbol)}, the one gate (0 keeps, 1 writes and looks back)"
    ends = ends_of(cell, symbol)
    return f"{name} (0 {ends[0]}, 1 {ends[1]})" if ends else name
