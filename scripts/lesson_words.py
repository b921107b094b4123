"""Hold every number and every word of the lesson against its run: `python -m scripts.lesson_words [COUNT]`.

Numbers are measured a second time here, from the arrays of the run alone. Words are claims: each regime of a step's
text has a line in `CLAIMS` that says when it is true.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from gruviz.engine.gradients import gradient_flow
from gruviz.engine.recording import record
from gruviz.engine.records import Clamp
from gruviz.experiments.run import Run, run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.lesson import Demonstration, LessonStep, demonstrate, filled, grade
from gruviz.lesson.prose import chosen, names_in
from gruviz.lesson.steps import TRAINED
from gruviz.ui.controls.kinds import Slider
from gruviz.ui.walkthrough.controls import experiment_of
from gruviz.ui.walkthrough.lesson import load_lesson, table_of
from scripts import way_claims

Truth = dict[str, float]
Claim = tuple[str, Callable[[Truth], bool]]
COUNT = 2000
NUMBER = re.compile(r"(−?[\d,]+(?:\.\d+)?)(?:\s×\s10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(%?)")
PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
ROUNDED = 0.06
"""Two significant digits may be off by so much."""

CLAIMS: Mapping[str, list[Claim]] = {
    **way_claims.CLAIMS,
    "feedback": [
        ("leaves only a part of the trace", lambda t: t["echo_rnn"] < 0.6),
        ("leaves a part of the trace each time", lambda t: t["echo_rnn"] < 0.6),
        ("passes on about as much as it takes away", lambda t: t["echo_rnn"] > 0.4),
        ("less than 1% was left", lambda t: t["echo_rnn"] < 0.01),
        ("the end of the curve is rounding", lambda t: t["echo_rnn"] < 1e-14),
        ("depends on the gain and on the length", lambda t: 0.009 < t["echo_rnn"] < 0.6),
        ("it does not fade", lambda t: t["echo_rnn"] > 0.4),
    ],
    "unrolling": [
        ("and shrinks on the way", lambda t: t["recent_rnn"] <= t["early_rnn"]),
        ("shrink gradually, not at once", lambda t: t["recent_rnn"] <= t["early_rnn"]),
        ("terms grow towards the start", lambda t: t["early_rnn"] < t["recent_rnn"]),
        ("supply less than a tenth", lambda t: t["portion_rnn"] < 0.5),
        ("most of this sequence", lambda t: t["portion_rnn"] >= 0.5),
    ],
    "chain": [
        ("gives the order of magnitude", lambda t: _power_error(t) < max(1.0, 0.05 * t["set_seq_len"])),
        ("can hardly be learned", lambda t: t["kept_rnn"] < 1e-6),
        ("something still arrives", lambda t: t["kept_rnn"] >= 1e-6),
    ],
    "regimes": [
        ("does not stretch", lambda t: t["set_gain"] <= 1),
        ("with these inputs saturation takes away more", lambda t: t["set_gain"] > 1 > t["kept_rnn"]),
        ("nearly cancel", lambda t: 0.1 <= t["kept_rnn"] <= 10),
        ("outweighs saturation", lambda t: t["kept_rnn"] > 10),
        ("nearly makes up for it", lambda t: 0.1 <= t["kept_rnn"] <= 10),
        ("more than makes up for it", lambda t: t["kept_rnn"] > 1),
        ("A gain above 1 is not enough", lambda t: t["set_gain"] > 1),
        ("without tanh it would be", lambda t: t["average_rnn"] <= t["set_gain"] * 1.0001),
    ],
    "bound": [
        ("at most", lambda t: t["kept_rnn"] <= t["bound_rnn"] * 1.000001),
        ("allows the gradient to grow", lambda t: t["bound_rnn"] > 1),
        ("The bound itself falls below that", lambda t: t["sigma_rnn"] < 1 and t["bound_rnn"] < 1),
        ("the product stays below it", lambda t: t["kept_rnn"] <= t["bound_rnn"] * 1.000001),
        ("nearly keeps up with it", lambda t: 0.1 <= t["kept_rnn"] < 100),
        ("outweighs it", lambda t: t["kept_rnn"] > 1),
        ("takes away more than the gain gives", lambda t: t["kept_rnn"] < 1),
        ("gives more than saturation takes away", lambda t: t["kept_rnn"] > 1),
        ("That is what the bound allows", lambda t: t["bound_rnn"] > 100),
        ("The bound excludes it", lambda t: t["bound_rnn"] <= 100),
        ("proves that the gradient vanishes as", lambda t: t["sigma_rnn"] < 1),
        ("says nothing about vanishing", lambda t: abs(t["sigma_rnn"] - 1) < 0.002),
        ("permits an explosion", lambda t: t["sigma_rnn"] > 1),
    ],
    "gates": [
        ("all of the gradient comes back", lambda t: abs(t["kept_z0"] - 1) < 1e-9),
        ("comes back whole", lambda t: abs(t["kept_z0"] - 1) < 1e-9),
        ("exactly as much comes back", lambda t: abs(t["kept_z0"] - 1) < 1e-9),
        ("the way through the candidate amplifies", lambda t: max(t["kept_r1"], t["kept_z1"]) > 1),
        ("With r at 1 it has even grown", lambda t: t["kept_r1"] > 1),
    ],
    "signs": [],
    "fresh": [
        ("update gate stands near ½", lambda t: 0.45 < t["gate_z_gru_default"] < 0.55),
        ("in a new GRU z is near ½", lambda t: 0.45 < t["gate_z_gru_default"] < 0.55),
        ("about half of the copy is lost", lambda t: 0.45 < t["gate_z_gru_default"] < 0.55),
        ("Inputs this large", lambda t: t["set_scale"] > 1),
        ("An orthogonal U at least turns", lambda t: t["kept_rnn"] >= t["kept_gru_default"]),
        ("spectral radius of its U is below 1", lambda t: t["radius_rnn_default"] < 1),
    ],
    "bias": [
        ("On average every step multiplied the gradient", lambda t: t["average_gru"] > 0),
        ("sounds like no loss", lambda t: t["copied_gru"] > 0.9),
        ("Each step copies only", lambda t: t["copied_gru"] < 0.9),
        ("not much more comes back by other ways", lambda t: t["kept_gru"] - t["copy_gru"] < 0.1),
        ("stands near ½ in a new GRU", lambda t: 0.45 < t.get("gate_z_gru_default", 0.5) < 0.55),
        ("as PyTorch creates it (dashed)", lambda t: "kept_gru_default" in t and abs(t["set_update_bias"]) > 0.1),
    ],
    "carry": [
        ("Over so long a distance", lambda t: t["best_bias"] <= -7 and t["set_seq_len"] >= 100),
        ("a compromise", lambda t: -7 < t["best_bias"] < -2),
        ("Over so short a distance", lambda t: t["best_bias"] >= -2 and t["set_seq_len"] <= 25),
        ("over a long one it lies lower", lambda t: t["best_bias"] <= -7),
        ("over a short one it lies higher", lambda t: t["best_bias"] >= -2),
        ("yet the input has only", lambda t: t["heard_m8"] < t["heard_best"]),
        ("write louder", lambda t: t["rooted_best"] > t["heard_best"]),
    ],
    "lstm": [
        ("make it", lambda t: t["beyond_lstm"] >= 1),
        ("it becomes", lambda t: t["beyond_lstm"] >= 1),
        ("passed once at the last step, takes", lambda t: t["beyond_lstm"] < 1),
        ("takes only a part of that", lambda t: 0.1 < t["beyond_lstm"] < 1),
        ("as PyTorch creates it (dashed)", lambda t: abs(t["set_forget_bias"]) > 0.1),
        ("less than a hundredth", lambda t: t["kept_lstm"] < 0.01),
    ],
    "choice": [
        ("stay nearly closed for the whole distance", lambda t: t["kept_gru"] > t["kept_gru_default"]),
        ("while they stand near ½", lambda t: 0.4 < t["gate_f_lstm_default"] < 0.6),
        ("stands near ½: about half of the state", lambda t: 0.45 < t["gate_z_gru_default"] < 0.55),
        ("well below 1", lambda t: t["average_rnn_default"] < 0.7),
        ("matters far more here", lambda t: _start_matters(t)),
    ],
}
"""By step: a phrase, and when it is true."""


def _power_error(t: Truth) -> float:
    """Orders of magnitude between the fitted factor to the power of the steps and what is left."""
    return float(abs(t["set_seq_len"] * np.log10(t["factor_rnn"] / t["average_rnn"])))


def _start_matters(t: Truth) -> bool:
    start = min(np.log(t[f"kept_{cell}"] / t[f"kept_{cell}_default"]) for cell in ("gru", "lstm"))
    return bool(start > 2 * abs(np.log(t["kept_gru"] / t["kept_lstm"])))


def problems(step: LessonStep, values: Mapping[str, Any]) -> list[str]:
    """What a step says with these settings of its controls that its run does not bear out."""
    experiment = experiment_of(step, values)
    shown, true = demonstrate(step.figure, experiment), truth(step.figure, experiment)
    found = [problem for part in parts(step, shown) for problem in _of_part(step.key, part, shown, true)]
    return [f"{step.key} {dict(values)}: {problem}" for problem in dict.fromkeys(found)]


def parts(step: LessonStep, shown: Demonstration) -> list[str]:
    """All prose of a step that a person may come to see of this run, whatever is predicted."""
    question = step.question
    places = question.scale.places(int(shown.measures["set_seq_len"].value)) if question.scale else []
    guesses = places or list(question.choices)
    reasons = {grade(question, guess, shown.measures).reason for guess in guesses}
    return [step.text, question.text, *sorted(reasons), step.reveal, step.takeaway]


def _of_part(key: str, part: str, shown: Demonstration, true: Truth) -> Iterator[str]:
    visible = chosen(part, shown.measures)
    for _, name in names_in(visible):
        text = shown.measures[name].text
        if not _agree(text, true[name]):
            yield f"{{{name}}} is said to be {text}, and is {true[name]:.6g}"
    said = filled(part, shown.measures)
    for phrase, is_true in CLAIMS[key]:
        if phrase in said and not is_true(true):
            yield f"“{phrase}” is said, and is not true"


def _agree(text: str, value: float) -> bool:
    said = number(text)
    if not np.isfinite(value):
        return not np.isfinite(said)
    rounding = 0.0051 if re.fullmatch(r"−?\d\.\d\d", text) else 1e-300
    return abs(said - value) <= ROUNDED * abs(value) + rounding


def number(text: str) -> float:
    """The number in a text such as "2.4 × 10⁻¹⁴", "39% of it is left", "5 times", "nothing of it is left"."""
    match = NUMBER.search(text)
    if match is None:
        return 0.0 if "nothing" in text else np.nan
    digits, exponent, per_cent = match.groups()
    value = float(digits.translate(PLAIN).replace(",", "")) * 10.0 ** int((exponent or "0").translate(PLAIN))
    return value / 100 if per_cent else value


def truth(figure: str, experiment: Experiment) -> Truth:
    """Everything that texts name, from the arrays of the runs."""
    true: Truth = {
        f"set_{name}": float(getattr(experiment, name))
        for name in ("gain", "scale", "update_bias", "forget_bias", "seq_len")
    }
    for run in run_experiment(experiment):
        numbers = _of_run(run) | (OF_FIGURE[figure](run) if figure in OF_FIGURE else {})
        names = [f"{run.cell}_default" if run.is_reference else run.cell]
        if not experiment.weight_settings(run.cell):
            names.append(f"{run.cell}_default")
        true |= {f"{name}_{end}": value for end in names for name, value in numbers.items()}
    return true | (WHOLE[figure](experiment) if figure in WHOLE else {})


def _medians(run: Run) -> Any:
    """Share of the gradient at each state, back to front: [0] at the loss, [T] at the first step."""
    norms = run.flow.norms["state"].astype(np.float64)
    with np.errstate(invalid="ignore"):
        ratios = (norms / norms[-1])[::-1].reshape(len(norms), -1)
    return np.sort(ratios, axis=1)[:, [(ratios.shape[1] - 1) // 2, ratios.shape[1] // 2]].mean(axis=1)


def _of_run(run: Run) -> Truth:
    back, T = _medians(run), run.flow.recording.seq_len
    kept = float(back[-1])
    true = {"kept": kept, "fate": kept, "average": kept ** (1 / T), "first": float(back[1])}
    true["later"] = kept / true["first"] if true["first"] > 0 else np.nan
    true["factor"] = float(run.flow.decay().factor)
    gates = {gate: float(np.mean(values)) for gate, values in run.flow.recording.gates.items()}
    true |= {f"gate_{gate}": mean for gate, mean in gates.items()}
    if run.cell in ("gru", "lstm"):
        true["copied"] = 1 - gates["z"] if run.cell == "gru" else gates["f"]
        true["copy"] = true["copied"] ** T
        true["beyond"] = kept / true["copy"] if true["copy"] > 0 else np.nan
    if run.cell == "rnn":
        U = run.flow.recording.weights.U
        true["sigma"] = float(np.median([np.linalg.svd(one, compute_uv=False)[0] for one in U]))
        true["radius"] = float(np.max([np.abs(np.linalg.eigvals(one)).max() for one in U]))
        with np.errstate(over="ignore"):
            true["bound"] = float(np.power(true["sigma"], float(T)))
        true["slack"] = true["bound"] / kept if kept > 0 else np.nan
    return true


def _traced(run: Run) -> Truth:
    """What is left of the first input in the state."""
    recording = run.flow.recording
    silent = np.array(recording.inputs)
    silent[0] = 0
    other = record(run.cell, recording.weights, silent)
    distance = np.sqrt(((recording.states["h"][1:] - other.states["h"][1:]) ** 2).sum(-1)).reshape(len(silent), -1)
    left = np.median(distance / distance[0], axis=1)
    below = np.flatnonzero(left < 0.01)
    faded = float(below[0]) if len(below) else np.nan
    return {"echo": float(left[-1]), "trace": float(left[-1]), "faded": faded}


def _weighed(run: Run) -> Truth:
    """How many steps from either end make up nine tenths of the weight gradient."""
    squares = sum(norms.astype(np.float64) ** 2 for norms in run.flow.weight_norms.values())
    terms = np.median(np.sqrt(squares), axis=1)
    recent, early = (_nine_tenths(list(one)) for one in (terms[::-1], terms))
    return {"recent": recent, "early": early, "portion": recent / len(terms)}


def _nine_tenths(terms: list[float]) -> float:
    total, so_far = sum(terms), 0.0
    for count, term in enumerate(terms, 1):
        so_far += term
        if so_far >= 0.9 * total:
            return float(count)
    return float(len(terms))


OF_FIGURE: Mapping[str, Callable[[Run], Truth]] = {"echo": _traced, "weights": _weighed}


def _held(experiment: Experiment) -> Truth:
    [run] = [run for run in run_experiment(experiment) if not run.is_reference]
    true = {"kept_free": float(_medians(run)[-1])}
    for gate, value in product("rz", (0, 1)):
        recording = record(
            run.cell, run.flow.recording.weights, run.flow.recording.inputs, clamps=[Clamp(gate, float(value))]
        )
        true[f"kept_{gate}{value}"] = float(_medians(Run("", run.cell, False, gradient_flow(recording)))[-1])
    return true


def _carried(experiment: Experiment) -> Truth:
    true: Truth = {}
    for bias in range(-8, 0):
        [run, *_] = run_experiment(replace(experiment, update_bias=float(bias)))
        true[f"heard_m{-bias}"] = float(np.median(run.flow.input_norms[0]))
        true[f"carried_m{-bias}"] = float(np.median(run.flow.norms["state"][0]))
    true["best_bias"] = -float(max(range(1, 9), key=lambda bias: true[f"heard_m{bias}"]))
    true["heard_best"] = true[f"heard_m{-true['best_bias']:.0f}"]
    true["theory_bias"] = -float(np.log(experiment.seq_len - 1))
    true["rooted_best"] = max(_louder(experiment, bias) for bias in range(-8, 0))
    return true


def _louder(experiment: Experiment, bias: int) -> float:
    """What the first input counts by way of a copy of share a that is written with √(1 − a²), by hand."""
    [run, *_] = run_experiment(replace(experiment, update_bias=float(bias)))
    W, size = run.flow.recording.weights.input["n"], run.flow.recording.hidden_size
    kept = 1 / (1 + np.exp(bias))
    read = run.flow.direct[-1][..., :size] @ W
    return float(np.sqrt(1 - kept**2) * kept ** (experiment.seq_len - 1) * np.median(np.linalg.norm(read, axis=-1)))


def _named_twice(experiment: Experiment) -> Truth:
    [run] = [run for run in run_experiment(experiment) if not run.is_reference]
    write = float(run.flow.recording.gates["z"].mean())
    return {"z_write": write, "z_keep": 1 - write}


WHOLE: Mapping[str, Callable[[Experiment], Truth]] = {
    "holds": _held,
    "carry": _carried,
    "signs": _named_twice,
    **way_claims.WHOLE,
}


def stops(step: LessonStep, name: str, count: int) -> list[Any]:
    """Values of a control: both ends, the step's own, and some between; of a length more short ones than long."""
    slider = table_of(step).by_name[name]
    assert isinstance(slider, Slider)
    power = 2 if name == "seq_len" else 1
    between = [slider.low + (slider.high - slider.low) * (i / (count - 1)) ** power for i in range(count)]
    near = [
        slider.parse(f"{slider.low + round((one - slider.low) / slider.step) * slider.step:.9g}") for one in between
    ]
    own = slider.parse(step.settings[name]) if name in step.settings else slider.default
    return sorted({*near, own})


def grid(step: LessonStep, count: int) -> Iterator[dict[str, Any]]:
    """All combinations of so many values of each control."""
    values = [stops(step, name, count) for name in step.controls]
    return (dict(zip(step.controls, one, strict=True)) for one in product(*values))


def random_settings(step: LessonStep, rng: np.random.Generator) -> dict[str, Any]:
    """A stop of each control, and a seed."""
    chosen_stops = {name: stops(step, name, 100) for name in step.controls}
    drawn = {name: values[int(rng.integers(len(values)))] for name, values in chosen_stops.items()}
    return drawn | {"seed": int(rng.integers(1000))}


def main(count: int = COUNT) -> int:
    """Try random settings; the number of those that a text does not bear out is the exit status."""
    rng, steps = np.random.default_rng(0), [step for step in load_lesson().values() if step.figure != TRAINED]
    found = [
        problem
        for i in range(count)
        for problem in problems(steps[i % len(steps)], random_settings(steps[i % len(steps)], rng))
    ]
    print(*found, f"{count} settings, {len(found)} words or numbers that do not hold", sep="\n")
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
