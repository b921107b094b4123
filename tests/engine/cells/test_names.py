"""What symbols are called: every one that a page shows has a name, and ends only where it decides what is kept."""

from gruviz import CELLS
from gruviz.engine.cells import STANDARD
from gruviz.engine.cells.names import KINDS, ends_of, glyph, heading, kind_of, name_of
from tests.runs import every_cell


@every_cell
def test_every_symbol_has_a_name_of_its_own_kind(cell):
    kind = CELLS[cell]
    for symbol in (*kind.gate_names, *kind.state_names):
        assert name_of(kind, symbol) not in ("gate", "state"), f"{symbol} of {cell} needs a name in NAMES"
        assert heading(kind, symbol).startswith(f"{glyph(symbol)}, ")


@every_cell
def test_what_keeps_a_state_and_is_asked_for_says_what_its_ends_mean(cell):
    kind = CELLS[cell]
    kept = {
        factor.symbol: factor.function
        for one in kind.mixed.values()
        for product in one.products
        if any(factor.previous for factor in product)
        for factor in product
        if factor.symbol in kind.gate_names
    }
    ends = {symbol: ends_of(kind, symbol) for symbol in kind.gate_names}
    assert {symbol for symbol, said in ends.items() if said} == set(kept)
    for symbol, function in kept.items():
        assert ends[symbol] == (("keeps", "writes") if function == "complement" else ("forgets", "keeps"))


def test_a_symbol_may_mean_something_else_in_another_cell():
    assert heading(CELLS["gru"], "r") == "r, reset gate"
    assert heading(CELLS["rg_lru"], "r") == "r, recurrence gate"
    assert heading(CELLS["minlstm"], "k") == "k, share kept (0 forgets, 1 keeps)"
    assert heading(CELLS["lru"], "k") == "k, state, imaginary part"
    assert heading(CELLS["minlstm"], "f") == "f, forget gate", "which shares what it keeps with i"
    assert heading(CELLS["mgu"], "z") == "z, the one gate (0 keeps, 1 writes and looks back)"


def test_every_named_cell_is_of_one_kind():
    assert [cell for keys in KINDS.values() for cell in keys] == list(CELLS)
    assert {kind_of(cell) for cell in STANDARD} == {"Textbook"}
    assert kind_of("own_none_input_tanh") == "Others"
