"""How fresh weights begin: the settings that an experiment and a learner share."""

from dataclasses import dataclass, fields

from gruviz.engine.cells import find_cell
from gruviz.engine.initialisation import SCHEMES
from gruviz.validation import check_choice, check_real

GAIN, GATE_BIAS = (0.0, 4.0), (-10.0, 10.0)
"""Ranges accepted, both ends included."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """How the weights of a cell are drawn; the defaults are those of PyTorch.

    Args:
        scheme: How the recurrent weights are drawn.
        gain: Factor on the recurrent weights.
        update_bias: Centre of the update gate's bias, for cells that have one.
        forget_bias: Centre of the forget gate's bias, for cells that have one.
        chrono: Spread the time constants of gated cells over 1 … T-1 steps instead of using the two biases.

    Raises:
        GruvizError: If a setting is out of range.
    """

    scheme: str = "default"
    gain: float = 1.0
    update_bias: float = 0.0
    forget_bias: float = 0.0
    chrono: bool = False

    def __post_init__(self) -> None:
        check_choice("scheme", self.scheme, SCHEMES)
        check_real("gain", self.gain, *GAIN)
        check_real("update_bias", self.update_bias, *GATE_BIAS)
        check_real("forget_bias", self.forget_bias, *GATE_BIAS)

    def settings_for(self, cell: str, length: int) -> dict[str, object]:
        """Keywords of `init_weights` that apply to a cell on sequences of a length, less those at their default."""
        kind = find_cell(cell)
        settings: dict[str, object] = {"scheme": self.scheme, "gain": self.gain} if kind.recurrent_blocks else {}
        if self.chrono and kind.takes_chrono:
            settings["chrono"] = max(3, length)
        elif self.update_bias and kind.update_block:
            settings["update_bias"] = self.update_bias
        elif self.forget_bias and kind.forget_block:
            settings["forget_bias"] = self.forget_bias
        return {name: value for name, value in settings.items() if DEFAULTS.get(name) != value}


DEFAULTS = {field.name: field.default for field in fields(Start)}
