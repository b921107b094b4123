"""Speed on this machine: what is measured against what, and what the measurements say. Without torch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gruviz.comparison.spread import Spread
from gruviz.engine.cells import find_cell
from gruviz.validation import InvalidValue, check_integer
from gruviz.wording import power

MODULES = {"rnn": "nn.RNN", "gru": "nn.GRU", "lstm": "nn.LSTM"}
"""PyTorch's modules by the cell that they stand for."""
INPUT_SIZE = 8
"""D of every measurement."""


@dataclass(frozen=True)
class Contestant:
    """One of those who run in turn.

    Args:
        cell: Registry key.
        is_module: Whether it is PyTorch's module and not our engine.
    """

    cell: str
    is_module: bool

    @property
    def label(self) -> str:
        """Name in charts and tables."""
        return MODULES[self.cell] if self.is_module else f"GRUViz {find_cell(self.cell).title}"


@dataclass(frozen=True)
class SpeedConfig:
    """One measurement.

    Args:
        cells: Cells of our engine that run beside PyTorch's three modules.
        hidden_sizes: Each H to measure.
        seq_len: T.
        batch_size: B.
        rounds: In each, everyone runs once at every size, one after the other; ratios are taken within a round.

    Raises:
        GruvizError: If a setting is out of range.
    """

    cells: tuple[str, ...] = ("rnn", "gru", "lstm")
    hidden_sizes: tuple[int, ...] = (16, 32, 64, 128)
    seq_len: int = 50
    batch_size: int = 32
    rounds: int = 15

    def __post_init__(self) -> None:
        for cell in self.cells:
            find_cell(cell)
        if not 1 <= len(self.hidden_sizes) <= 8:
            raise InvalidValue("hidden_sizes", f"{len(self.hidden_sizes)} of them", "from 1 to 8")
        for size in self.hidden_sizes:
            check_integer("hidden_sizes", size, 1, 512)
        for name in ("cells", "hidden_sizes"):
            if len(set(getattr(self, name))) < len(getattr(self, name)):
                raise InvalidValue(name, getattr(self, name), "each once")
        check_integer("seq_len", self.seq_len, 1, 500)
        check_integer("batch_size", self.batch_size, 1, 256)
        check_integer("rounds", self.rounds, 1, 101)

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """Those who run, in the order of their turn."""
        return tuple(Contestant(cell, True) for cell in MODULES) + tuple(Contestant(cell, False) for cell in self.cells)

    @property
    def total_rounds(self) -> int:
        """Of the whole measurement: every size, with and without the backward pass, counts as one."""
        return 2 * len(self.hidden_sizes) * self.rounds


@dataclass(frozen=True)
class Round:
    """Everyone has run once at one size.

    Args:
        hidden_size: H.
        backward: Whether the gradient of all weights was computed too.
        seconds: Of each contestant, in their order.
    """

    hidden_size: int
    backward: bool
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class Timing:
    """What one contestant needed at one size, over all rounds.

    Args:
        contestant: Who.
        hidden_size: H.
        backward: Whether forward and backward, or forward alone.
        seconds: Of one run.
        ratio: Its time over that of nn.GRU in the same round.
        rounds: How many.
    """

    contestant: Contestant
    hidden_size: int
    backward: bool
    seconds: Spread
    ratio: Spread
    rounds: int


REFERENCE = Contestant("gru", True)


def timings(config: SpeedConfig, rounds: Iterable[Round]) -> list[Timing]:
    """Summarise the rounds so far; sizes that have none yet are left out."""
    return [
        Timing(
            contestant,
            size,
            backward,
            Spread.of(one.seconds[place] for one in measured),
            ratio_within(config, measured, contestant, REFERENCE),
            len(measured),
        )
        for (size, backward), measured in _by_setting(rounds).items()
        for place, contestant in enumerate(config.contestants)
    ]


def lstm_over_gru(config: SpeedConfig, rounds: Iterable[Round], *, is_module: bool) -> dict[int, Spread]:
    """Time of the LSTM over that of the GRU, both PyTorch's or both ours, for forward and backward, by H, rising."""
    lstm, gru = Contestant("lstm", is_module), Contestant("gru", is_module)
    return {
        size: ratio_within(config, measured, lstm, gru)
        for (size, backward), measured in sorted(_by_setting(rounds).items())
        if backward
    }


def range_words(ratios: Mapping[int, Spread]) -> str:
    """Smallest and largest median with their H: "0.24 (H = 16) to 0.62 (H = 128)"."""
    ends = sorted(ratios.items(), key=lambda item: item[1].median)
    # Of one size alone both ends are the same, and named once.
    words = dict.fromkeys(f"{power(ratio.median)} (H = {size})" for size, ratio in (ends[0], ends[-1]))
    return " to ".join(words)


def ratio_within(config: SpeedConfig, rounds: Iterable[Round], one: Contestant, other: Contestant) -> Spread:
    """Time of one contestant over that of another, round by round: what slows the machine down slows both."""
    first, second = config.contestants.index(one), config.contestants.index(other)
    return Spread.of(each.seconds[first] / each.seconds[second] for each in rounds)


def _by_setting(rounds: Iterable[Round]) -> dict[tuple[int, bool], list[Round]]:
    groups: dict[tuple[int, bool], list[Round]] = {}
    for one in rounds:
        groups.setdefault((one.hidden_size, one.backward), []).append(one)
    return groups
