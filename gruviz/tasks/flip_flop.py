"""A flip-flop: the smallest memory there is, used over and over."""

from types import MappingProxyType

import numpy as np

from gruviz.tasks.base import Batch, Synthetic, one_hot

PULSE = 0.1


class FlipFlop(Synthetic):
    """Was the last pulse a set or a reset?"""

    key = "flip_flop"
    title = "Flip-flop"
    text = (
        "In the first half, at one step in ten on average, a pulse sets or resets a switch; all other steps carry "
        "meaningless symbols. After the last step the network has to say how the switch stands. It has to write at "
        "pulses only and to keep in between, which is what a gate is for. The first step always carries a pulse."
    )
    input_size = 4
    output_size = 2
    class_names = ("ON", "OFF")
    symbols = ("S", "R", "·", "∘")
    commands = MappingProxyType({"S": 0, "R": 1})
    default_steps = 300
    script = '''\
def flip_flop(rng, batch_size, length):
    """Pulses that set (0) or reset (1) among meaningless symbols (2, 3), (T, B, 4); the last pulse, (1, B)."""
    is_pulse = rng.random((length, batch_size)) < 0.1
    is_pulse[0], is_pulse[length // 2 :] = True, False
    kinds = rng.integers(0, 2, (length, batch_size))
    symbols = np.where(is_pulse, kinds, kinds + 2)
    last = length - 1 - np.argmax(is_pulse[::-1], axis=0)
    return np.eye(4, dtype=np.float32)[symbols], kinds[last, np.arange(batch_size)][None]
'''

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        is_pulse = rng.random((length, batch_size)) < PULSE
        is_pulse[0], is_pulse[length // 2 :] = True, False
        kinds = rng.integers(0, 2, (length, batch_size))
        symbols = np.where(is_pulse, kinds, kinds + 2)
        last = length - 1 - np.argmax(is_pulse[::-1], axis=0)
        return Batch(one_hot(symbols, 4), kinds[last, np.arange(batch_size)][None])

    def without_memory(self, length: int) -> float:
        return 0.5
