"""What networks and the best rule take spoken words for, those of the data and those of one's own."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.beliefs import beliefs
from gruviz.arrays import Array
from gruviz.data.mel import RATE, heard, word_in
from gruviz.data.recorded import synthetic_sounds
from gruviz.data.rooms import in_a_room
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks.examples import padded
from gruviz.tasks.metrics import softmax
from gruviz.tasks.speech import UNHEARD_ACCENT, in_units


class Transfer(NamedTuple):
    """The share that a network names right of held-out words, all by speakers whom it has never heard.

    Args:
        known: In accents that it has learned from.
        unheard: In an accent that it has not.
        rooms: All of them, as other rooms and microphones would give them: simulated, not recorded.
    """

    known: float
    unheard: float
    rooms: float


def chances(model: TrainedModel, frames: Array) -> Array:
    """Probability of each digit before a word and after each of its frames, (T + 1, 10), of the first seed.

    A word shorter than those that the model has learned from begins after zeros, as they do.

    Args:
        model: Of the task `Speech`.
        frames: In the units of the task, (T, 13).
    """
    before = model.length - len(frames)
    if before > 0:
        return beliefs(model, padded([frames], model.length))[before - 1 :, 0, 0]
    silent = np.zeros((1, model.weights.seeds, 1, model.weights.hidden_size))
    first = softmax(model.network.read(silent))[:, 0, 0]
    return np.concatenate([first, beliefs(model, frames[:, None])[:, 0, 0]])


def answers(model: TrainedModel, inputs: Array) -> NDArray[np.int64]:
    """What each of the sequences (T, N, 13) is taken for by the first seed, (N,)."""
    said: NDArray[np.int64] = beliefs(model, inputs)[-1, 0].argmax(-1)
    return said


def transfer(model: TrainedModel) -> Transfer:
    """How well a network of synthetic words does where they differ more from what it has learned."""
    spoken = synthetic_sounds()
    inputs, targets = model.kind.held_out(np.random.default_rng(0), 100_000, model.length)
    right = answers(model, inputs) == targets[0]
    unheard = np.array([voice.startswith(UNHEARD_ACCENT) for voice in spoken.voices])
    rooms = answers(model, padded(list(_in_rooms()), model.length)) == targets[0]
    return Transfer(float(right[~unheard].mean()), float(right[unheard].mean()), float(rooms.mean()))


def _in_rooms() -> list[Array]:
    rng = np.random.default_rng([0, 3, 15])
    return [in_units(heard(word_in(*in_a_room(rng, sound, RATE))).frames) for sound in synthetic_sounds().sounds]
