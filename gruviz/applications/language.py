"""Text: what comes next, what it depends on, and which units keep track of something."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.attribution import follow_answer, likelihood_gradient
from gruviz.arrays import Array
from gruviz.data.files import decode
from gruviz.engine.jacobians import input_matrix
from gruviz.engine.recording import record
from gruviz.engine.records import Recording
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Flows, Pass, run
from gruviz.tasks import Language
from gruviz.tasks.base import one_hot
from gruviz.tasks.metrics import log_softmax, softmax
from gruviz.validation import InvalidValue, TooLarge, check_integer, check_real

PROMPT_LIMIT = 500
"""Characters of a text that is read for trying out; of a longer one, the last."""
WRITTEN_LIMIT = 2000
TEMPERATURES = (0.05, 3.0)


class Candidate(NamedTuple):
    """A character that may come next."""

    character: str
    probability: float


class WrittenText(NamedTuple):
    """Text that a network wrote, and, for each character, what it could have written, most likely first."""

    text: str
    candidates: tuple[tuple[Candidate, ...], ...]


class Tracker(NamedTuple):
    """A unit that follows something in a text."""

    what: str
    unit: int
    correlation: float
    signal: Array
    """What it follows, (T,)."""
    activation: Array
    """Its h after each character, (T,)."""


def corpus_from_file(content: bytes) -> Language:
    """Read a custom text; the task of learning it.

    Raises:
        GruvizError: If it is no such text; the message says what is wrong.
    """
    return Language(decode(content, field="corpus", most=4_000_000))


def write(
    model: TrainedModel,
    prompt: str,
    count: int,
    *,
    temperature: float = 1.0,
    seed: int = 0,
    top: int = 5,
    member: int = 0,
) -> WrittenText:
    """Let one network go on from a text, one character after the other.

    Args:
        model: Of the task language.
        prompt: What it reads first.
        count: Characters to write.
        temperature: Divides the log-odds: below 1 the likely becomes likelier, above 1 all become alike.
        seed: Of the choices.
        top: Candidates listed for each.
        member: Which of its E networks.

    Raises:
        GruvizError: If an argument is out of range.
    """
    task = language_of(model)
    check_integer("count", count, 1, WRITTEN_LIMIT)
    check_real("temperature", temperature, *TEMPERATURES)
    network, rng = model.network.member(member), np.random.default_rng([seed, 0, 10])
    state, codes = None, _codes(task, prompt)
    written, candidates = [], []
    for _ in range(count):
        inputs = one_hot(codes, task.input_size)[:, None]
        recording = record(network.weights.cell, network.weights, inputs, initial_state=state)
        state = recording.state[-1]
        chances = softmax(network.read(recording.states["h"][-1])[0, 0] / temperature)
        chosen = int(rng.choice(len(chances), p=chances))
        candidates.append(_likeliest(task, chances, top))
        codes = np.array([chosen])
        written.append(chosen)
    return WrittenText(task.decode(np.array(written)), tuple(candidates))


def next_characters(
    model: TrainedModel, text: str, *, temperature: float = 1.0, top: int = 5, member: int = 0
) -> tuple[Candidate, ...]:
    """What comes after a text, most likely first."""
    return write(model, text, 1, temperature=temperature, top=top, member=member).candidates[0]


def surprise(model: TrainedModel, text: str) -> Array:
    """Bits that each character but the first costs, knowing all before it, (T-1, E)."""
    codes = _codes(language_of(model), text)
    outputs = _read(model, codes[:-1]).outputs
    return -np.take_along_axis(log_softmax(outputs), codes[1:, None, None, None], -1)[..., 0, 0] / np.log(2)


def follow_character(model: TrainedModel, text: str, at: int) -> Flows:
    """The gradient of log p of one character, through all before it.

    Args:
        model: Of the task language.
        text: At least `at` + 1 characters.
        at: Index of the character.
    """
    task = language_of(model)
    codes = _codes(task, text)
    check_integer("at", at, 1, len(codes) - 1)
    target = codes[at].reshape(1, 1)
    return follow_answer(run(model.network, one_hot(codes[:at], task.input_size)[:, None], target), target)


def reach(model: TrainedModel, text: str, at: int) -> Array:
    """‖∂ log p(character) / ∂x_t‖ of one character with respect to all before it, (at, E)."""
    return follow_character(model, text, at).encoder.input_norms[..., 0]


def reach_of_all(model: TrainedModel, text: str) -> Array:
    """`reach` of every character but the first, (T-1, T-1, E), in row `at` - 1; nan where nothing was read yet."""
    codes = _codes(language_of(model), text)
    if len(codes) < 2:
        raise InvalidValue("text", text, "a text of at least two characters")
    passed = _read(model, codes[:-1])
    direct = likelihood_gradient(passed, codes[1:, None])
    return input_matrix(passed.encoder, direct)[..., 0]


def along(model: TrainedModel, text: str) -> Recording:
    """States and gates of all networks along a text, B = 1."""
    return _read(model, _codes(language_of(model), text)).encoder


def trackers(model: TrainedModel, text: str, *, member: int = 0) -> tuple[Tracker, ...]:
    """For each thing that can be followed in a text, the unit whose h goes with it most closely.

    The text should be long: of many units, one will always go with something for a while.
    """
    hidden = along(model, text).states["h"][1:, check_integer("member", member, 0, model.weights.seeds - 1), 0]
    signals = {what: signal_of(text[-PROMPT_LIMIT:]) for what, signal_of in SIGNALS.items()}
    return tuple(_tracker(what, signal, hidden) for what, signal in signals.items() if signal.std() > 0)


def _tracker(what: str, signal: Array, hidden: Array) -> Tracker:
    """The unit of some, (T, H), that goes with a signal most closely."""
    correlations = _correlations(hidden, signal)
    unit = int(np.abs(correlations).argmax())
    return Tracker(what, unit, float(correlations[unit]), signal, hidden[:, unit])


def _in_quotes(text: str) -> Array:
    return np.cumsum([character == '"' for character in text]) % 2.0


def _depth(text: str) -> Array:
    steps = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
    depth, depths = 0, []
    for character in text:
        depth = max(0, depth + steps.get(character, 0))
        depths.append(float(depth))
    return np.array(depths)


def _place_in_line(text: str) -> Array:
    place, places = 0, []
    for character in text:
        place = 0 if character == "\n" else place + 1
        places.append(float(place))
    return np.array(places)


def _in_word(text: str) -> Array:
    return np.array([float(character.isalnum()) for character in text])


SIGNALS: Mapping[str, Callable[[str], Array]] = {
    "inside quotation marks": _in_quotes,
    "inside brackets": _depth,
    "place in the line": _place_in_line,
    "inside a word": _in_word,
}
"""What a unit may follow, after each character of a text, (T,)."""


def _correlations(hidden: Array, signal: Array) -> Array:
    """Pearson's coefficient of each unit with the signal, (H,); 0 for a unit that never changes."""
    units, course = hidden - hidden.mean(0), signal - signal.mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(course @ units / (np.linalg.norm(units, axis=0) * np.linalg.norm(course)))


def language_of(model: TrainedModel) -> Language:
    """The task of a model that has learned a text.

    Raises:
        GruvizError: If it has learned another.
    """
    if not isinstance(model.kind, Language):
        raise InvalidValue("task", model.kind.key, "language")
    return model.kind


def _codes(task: Language, text: str) -> NDArray[np.int64]:
    """The end of a text as classes, (T,)."""
    if not text:
        raise InvalidValue("text", "empty", "at least one character")
    if len(text) > 100 * PROMPT_LIMIT:
        raise TooLarge("text", f"{len(text):,} characters", f"at most {100 * PROMPT_LIMIT:,}")
    return task.encode(text[-PROMPT_LIMIT:])


def _read(model: TrainedModel, codes: NDArray[np.int64]) -> Pass:
    inputs = one_hot(codes, language_of(model).input_size)[:, None]
    return run(model.network, inputs, codes[:, None])


def _likeliest(task: Language, chances: Array, top: int) -> tuple[Candidate, ...]:
    order = np.argsort(-chances)[:top]
    return tuple(Candidate(task.decode(np.array([i])), float(chances[i])) for i in order)
