"""What the steps about the ways of a gradient say, and when it is true; measured again from the arrays of a run.

Those of `scripts.lesson_words` that are about paths, missing gates, explosion, the two states of an LSTM and cuts.
"""

import json
from collections.abc import Callable, Mapping

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.recording import record
from gruviz.experiments.run import Run, run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.maps.presets import FINISHED
from gruviz.maps.shipped import finished_map
from gruviz.paths import ASSETS

Truth = dict[str, float]
Claim = tuple[str, Callable[[Truth], bool]]

CLAIMS: Mapping[str, list[Claim]] = {
    "slope": [
        ("never more than ¼", lambda t: t["slope"] <= 0.25),
        ("Yet", lambda t: t["kept_gru"] >= t["quarter"]),
        ("In fact", lambda t: t["kept_gru"] <= t["quarter"]),
        ("On this way the state is multiplied", lambda t: t["way_copy"] >= t["way_detours"]),
        ("so it alone brings little back", lambda t: t["way_copy"] <= t["way_detours"] and t["way_copy"] < 0.6),
        ("brings next to nothing", lambda t: t["way_gate"] < 1e-6),
        ("Each detour costs something", lambda t: t["way_copy"] >= t["way_detours"]),
        ("Together the many ways with a detour bring more", lambda t: t["way_detours"] >= t["way_copy"]),
    ],
    "ablate": [
        ("Without the update gate nothing is copied", lambda t: t["kept_gru_no_update"] <= t["kept_gru"]),
        ("copies next to nothing", lambda t: t["gate_z_gru"] > 0.9 and t["kept_gru"] <= t["kept_gru_no_update"]),
        ("has less left", lambda t: t["kept_gru_no_update"] <= t["kept_gru"]),
        ("there is even more left", lambda t: t["kept_gru_no_reset"] >= t["kept_gru"] and t["gate_r_gru"] < 1),
    ],
    "explode": [
        ("take away more than a gain", lambda t: t["kept_gru"] < 0.1),
        ("Nearly all of the gradient takes the copy", lambda t: t["beyond_gru"] <= 1.51),
        ("amplifies about as much as", lambda t: 0.1 <= t["kept_gru"] <= 10 and t["set_gain"] > 1),
        ("amplifies more than gates and tanh take away", lambda t: t["kept_gru"] > 10 and t["set_gain"] > 1),
        ("still bring back more than a tenth", lambda t: t["kept_gru"] >= 0.1),
        ("the candidate gives back more than that", lambda t: t["kept_gru"] > 10),
        ("does not make up for the rest", lambda t: t["kept_gru"] < 0.1),
        ("So it would be by the copy alone", lambda t: t["kept_gru"] > 10 and t["copy_gru"] <= 1),
        ("Here this is not enough", lambda t: t["kept_gru"] < 10),
        ("So everything is divided by", lambda t: t["norm_gru"] > 1),
        ("nothing to clip", lambda t: t["norm_gru"] < 1.01),
        ("clipping does not change that", lambda t: t["kept_gru_default"] < 0.01),
    ],
    "states": [
        ("gets into the next step only through", lambda t: t["c_to_h"] >= 2),
        ("c itself keeps little", lambda t: t["gate_f_lstm"] < 0.65),
        ("more comes through h", lambda t: t["c_to_h"] <= 0.5),
        ("the way into c costs", lambda t: t["c_to_h"] >= 2),
        ("Here c keeps next to nothing", lambda t: t["gate_f_lstm"] < 0.35 and t["c_to_h"] <= 0.5),
        ("c keeps little from step to step", lambda t: t["gate_f_lstm"] < 0.65),
        ("times as much", lambda t: t["c_to_h"] >= 0),
        ("fall to", lambda t: t["near_h"] < 0.3),
    ],
    "cut": [
        ("are the same to the computer", lambda t: t["echo_gru"] < 1e-14),
        ("the gate does", lambda t: t["copied_gru"] < 1),
        ("is exactly", lambda t: t["cut_gru"] == 0),
    ],
    "map": [
        (
            "Hardly anything comes back before",
            lambda t: t["left_adding"] < 0.01 and t["learned_adding"] == t["networks"],
        ),
        ("From this start the gradient comes back", lambda t: t["left_adding"] >= 0.01),
        ("not all of them do", lambda t: t["learned_adding"] < t["networks"]),
        (
            "tells where training starts, not where it ends",
            lambda t: t["left_adding"] < 0.01 and t["learned_adding"] > 0,
        ),
        (
            "does come back from this start, and some learn",
            lambda t: t["left_adding"] >= 0.01 and t["learned_adding"] > 0,
        ),
        ("and yet all of them learn it", lambda t: t["learned_adding"] == t["networks"]),
        ("and yet none of them learns it", lambda t: t["learned_adding"] == 0),
        ("does not vanish here: it grows", lambda t: t["left_adding"] > 1 and t["learned_adding"] < t["networks"]),
        (
            "Something comes back, and yet",
            lambda t: 0.01 < t["left_adding"] <= 1 and t["learned_adding"] < t["networks"],
        ),
        (
            "the task decides as well",
            lambda t: t["found_adding"] > 0.9 * t["faint_adding"] > 5 * t["found_first_symbol"],
        ),
    ],
}
"""By step: a phrase, and when it is true."""


def by_way(experiment: Experiment) -> Truth:
    """The ways of a GRU's gradient, from its gates: the copy is a product of 1 − z, the decision has the slope."""
    [run] = [run for run in run_experiment(experiment) if not run.is_reference]
    flow, recording = run.flow, run.flow.recording
    z, n, h = recording.gates["z"], recording.gates["n"], recording.states["h"]
    U = recording.weights.recurrent["z"]
    copy, gate = [flow.gradients[-1]], [flow.gradients[-1]]
    for t in range(recording.seq_len - 1, -1, -1):
        copy.append(copy[-1] * (1 - z[t]))
        gate.append((gate[-1] * (n[t] - h[t]) * z[t] * (1 - z[t])) @ U)
    return {
        "way_copy": _left(run, copy[-1]),
        "way_detours": _left(run, flow.gradients[0] - copy[-1]),
        "way_gate": _left(run, gate[-1]),
        "per_step": _left(run, gate[1]),
        "quarter": 0.25**recording.seq_len,
        "slope": float((z * (1 - z)).mean()),
    }


def _left(run: Run, part: Array) -> float:
    with np.errstate(under="ignore"):
        big = np.abs(part).max(-1, keepdims=True)
        length = (
            big * np.linalg.norm(np.divide(part, big, where=big > 0, out=np.zeros_like(part)), axis=-1, keepdims=True)
        )[..., 0]
    return float(np.median(length / np.linalg.norm(run.flow.gradients[-1], axis=-1)))


def without_a_gate(experiment: Experiment) -> Truth:
    """How many networks learned the adding problem, from the shipped file itself."""
    scores = json.loads((ASSETS / "scoreboard.json").read_text(encoding="utf-8"))["scores"]
    fresh = {s["cell"]: s for s in scores if s["task"] == "adding" and "(" not in s["label"]}
    true = {f"trained_{cell}": float(fresh[cell]["solved"]) for cell in experiment.cells}
    return true | {"trained_steps": float(fresh["gru"]["length"]), "limit": float(fresh["gru"]["limit"])}


def clipped(experiment: Experiment) -> Truth:
    """The norm of all weights' gradient, and by what clipping at 1 divides it."""
    true: Truth = {"limit": 1.0}
    for run in run_experiment(experiment):
        parts = [part.reshape(experiment.seeds, -1) for part in run.flow.weight_gradients.values()]
        norms = np.sqrt(sum((part**2).sum(1) for part in parts))
        divided = 1 / np.median(np.minimum(1, 1 / norms))
        end = f"{run.cell}_default" if run.is_reference else run.cell
        true |= {f"norm_{end}": float(1 / np.median(1 / norms)), f"divided_{end}": float(divided)}
    return true


def by_state(experiment: Experiment) -> Truth:
    """What is left on h and on c, at the first step and one step before the loss."""
    [run] = [run for run in run_experiment(experiment) if not run.is_reference]
    grads, size = run.flow.gradients, experiment.hidden_size
    true = {}
    for name, part in (("h", grads[..., :size]), ("c", grads[..., size:])):
        first, near = _left(run, part[0]), _left(run, part[-2])
        true |= {f"first_{name}": first, f"near_{name}": near, f"pace_{name}": first / near if near else np.nan}
    return true | {"c_to_h": true["first_c"] / true["first_h"] if true["first_h"] else np.nan}


def across_the_cut(experiment: Experiment) -> Truth:
    """The trace of the first input, the gradient behind the cut, and what was trained."""
    [run] = [run for run in run_experiment(experiment) if not run.is_reference]
    recording = run.flow.recording
    silent = np.array(recording.inputs)
    silent[0] = 0
    apart = recording.state[1:] - record(run.cell, recording.weights, silent).state[1:]
    distance = np.linalg.norm(apart, axis=-1)
    trace = float(np.median(distance[-1] / distance[0]))
    true = {"echo_gru": trace, "trace_gru": trace, "cut_gru": 0.0}
    true |= {"cut_step": float(experiment.seq_len - experiment.seq_len // 2 + 1)}
    for name, file in (("cut", "truncated"), ("whole", "scoreboard")):
        for s in json.loads((ASSETS / f"{file}.json").read_text(encoding="utf-8"))["scores"]:
            if (s["task"], s["label"]) in (("adding", "GRU"), ("first_symbol", "GRU (chrono)")):
                true[f"{name}_{s['task']}"] = float(s["solved"])
    return true


def on_the_map(experiment: Experiment) -> Truth:
    """The square of the shipped maps that is nearest, and how many squares are learned, from their records alone."""
    true: Truth = {}
    for task in ("first_symbol", "adding"):
        finished = FINISHED[f"gru_{task}"]
        trained, before = finished_map(finished.training), finished_map(finished.fine("gradient"))
        assert trained
        assert before
        gains, biases = trained.plan.x.values, trained.plan.y.values
        gain = min(gains, key=lambda one: abs(np.log(one / max(experiment.gain, 1e-9))))
        bias = min(biases, key=lambda one: abs(one - experiment.update_bias))
        learned = {(gains[i], biases[j]): int(one.solved[-1].sum()) for (i, j), one in trained.results.items()}
        fine = before.plan
        left = {(fine.x.values[i], fine.y.values[j]): float(np.median(one)) for (i, j), one in before.results.items()}
        faint = [place for place in learned if left[place] < -2]
        base = trained.plan.base
        true |= {"map_gain": gain, "map_bias": bias, "map_length": float(base.length), "networks": float(base.seeds)}
        true |= {f"left_{task}": 10 ** left[gain, bias], f"learned_{task}": float(learned[gain, bias])}
        true |= {f"updates_{task}": float(base.steps), f"faint_{task}": float(len(faint))}
        true[f"found_{task}"] = float(sum(learned[place] > base.seeds / 2 for place in faint))
    return true


WHOLE: Mapping[str, Callable[[Experiment], Truth]] = {
    "ways": by_way,
    "ablation": without_a_gate,
    "explosion": clipped,
    "states": by_state,
    "cut": across_the_cut,
    "map": on_the_map,
}
"""By figure: what its texts name, measured again."""
