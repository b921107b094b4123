"""A layer that reads on, beyond the length of its sequences."""

import numpy as np

from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.norms import silent
from gruviz.engine.recording import record
from gruviz.engine.records import Recording


@silent()
def read_on(run: LayerRun) -> Recording:
    """Let every sequence go on, from its own last state, with the next sequence of the batch, or the only one again."""
    ends = np.array(run.lengths)
    last = run.recording.state[ends, 0, np.arange(len(ends))]
    following = np.roll(run.recording.inputs, -1, axis=1)
    return record(run.recording.cell, run.recording.weights, following, initial_state=last)
