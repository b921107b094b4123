from gruviz.engine.trajectory import Trajectory
from tests.runs import random_run


def test_a_recording_says_what_a_gradient_needs_to_know():
    run: Trajectory = random_run("lstm")
    asked = {name for name in vars(Trajectory) if isinstance(vars(Trajectory)[name], property)}
    assert asked >= {"cell", "state", "states", "seeds", "batch_size", "hidden_size", "seq_len", "breakdown"}
    assert all(hasattr(run, name) for name in asked)
    assert run.state.shape == (run.seq_len + 1, run.seeds, run.batch_size, 2 * run.hidden_size)
