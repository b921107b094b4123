"""An axis of a map: a setting that is varied, and its values."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from gruviz.validation import InvalidValue, check_choice


@dataclass(frozen=True)
class Setting:
    """Something that can be varied.

    Args:
        title: On an axis, with its unit.
        name: In a sentence, such as "the gain".
        log: Whether equal ratios are equal distances.
        whole: Whether it is a whole number.
    """

    title: str
    name: str
    log: bool = False
    whole: bool = False


SETTINGS: Mapping[str, Setting] = {
    "gain": Setting("Gain (factor on the recurrent weights)", "the gain", log=True),
    "update_bias": Setting("Bias of the update gate", "the gate bias"),
    "forget_bias": Setting("Bias of the forget gate", "the forget bias"),
    "scale": Setting("Input scale (factor)", "the input scale", log=True),
    "length": Setting("Length (steps)", "the length", log=True, whole=True),
    "hidden_size": Setting("Units", "the number of units", log=True, whole=True),
    "learning_rate": Setting("Learning rate", "the learning rate", log=True),
}
"""Every setting that an axis may vary, by its key."""


@dataclass(frozen=True)
class Axis:
    """Values of one setting.

    Args:
        setting: Key of `SETTINGS`.
        values: Two or more, upwards; whole numbers for some settings, above 0 for those in equal ratios.

    Raises:
        InvalidValue: If the setting is unknown, or the values don't rise or don't suit it.
    """

    setting: str
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        check_choice("setting", self.setting, SETTINGS)
        object.__setattr__(self, "values", tuple(float(value) for value in self.values))
        problem = self._problem()
        if problem:
            raise InvalidValue("values", self.values, "two or more, upwards", f"Choose {problem}.")

    def _problem(self) -> str:
        """What would have been right, of values that are not."""
        pairs = zip(self.values, self.values[1:], strict=False)
        if len(self.values) < 2 or not all(one < other for one, other in pairs):
            return "at least two values, upwards"
        if not all(map(math.isfinite, self.values)):
            return "finite values"
        if SETTINGS[self.setting].log and self.values[0] <= 0:
            return f"values above 0 for {SETTINGS[self.setting].name}"
        if SETTINGS[self.setting].whole and not all(value.is_integer() for value in self.values):
            return f"whole numbers for {SETTINGS[self.setting].name}"
        return ""
