"""What a script draws before it runs anything: inputs and weights."""

from collections.abc import Mapping

from gruviz.arrays import Array
from gruviz.data.signals import WIDTH
from gruviz.experiments.settings import Experiment
from gruviz.export.contents import Contents
from gruviz.export.layout import quoted, wrapped


def inputs_code(experiment: Experiment, inputs: Array) -> str:
    """The inputs, (T, D), by formula where there is one, else as numbers."""
    kind, scale = experiment.inputs, float(experiment.scale)
    if kind == "text":
        lines, value = _text(experiment.text), "np.eye(len(channels))[[channels[mark] for mark in TEXT[:STEPS]]]"
    elif kind in _SIGNALS:
        lines, value = _SIGNALS[kind]
    else:
        lines, value, scale = _data(inputs), f"np.array(DATA).reshape(STEPS, {inputs.shape[1]})", 1.0
    factor = "" if scale == 1 else f"{scale!r} * "
    return f"{lines}INPUTS = torch.tensor({factor}{value}, dtype=DTYPE)\n"


_SIGNALS: Mapping[str, tuple[str, str]] = {
    "noise": ("", f"np.random.default_rng([SEED, 0, 1]).standard_normal((STEPS, {WIDTH}))"),
    "impulse": ("# 1 on every channel at the first step, then silence.\n", f"np.eye(STEPS, 1) * np.ones({WIDTH})"),
    "sine": (
        "# A period of 20 steps, each channel an eighth of a period later than the one before.\n"
        f"phase = np.arange(STEPS)[:, None] / 20 - np.arange({WIDTH}) / {WIDTH}\n",
        "np.sin(2 * np.pi * phase)",
    ),
    "constant": ("", f"np.ones((STEPS, {WIDTH}))"),
}
"""Of each signal the lines that prepare it, and the expression, (T, D)."""


def _text(text: str) -> str:
    pieces = [quoted(text[start : start + 100]) for start in range(0, len(text), 100)]
    literal = pieces[0] if len(pieces) == 1 else "(\n" + "".join(f"    {piece}\n" for piece in pieces) + ")"
    return f"""\
TEXT = {literal}
# One channel for each different character, in order of appearance.
channels = {{mark: i for i, mark in enumerate(dict.fromkeys(TEXT))}}
"""


def _data(inputs: Array) -> str:
    numbers = ", ".join(repr(float(number)) for number in inputs.ravel())
    return f"""\
# As the cells read them, scaled; all of one step, then all of the next.
# fmt: off
DATA = [
{wrapped(numbers, "    ")}
]
# fmt: on
"""


_SCHEMES: Mapping[str, str] = {
    "default": '''\
def uniform(rng, *shape):
    """As PyTorch starts: U(-1/√H, 1/√H)."""
    return rng.uniform(-1 / np.sqrt(HIDDEN), 1 / np.sqrt(HIDDEN), shape)
''',
    "orthogonal": '''\
def orthogonal(rng, *shape):
    """Random orthogonal matrices: Q of a Gaussian one, with the signs that make every rotation equally likely."""
    q, r = np.linalg.qr(rng.standard_normal(shape))
    return q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None]
''',
    "gaussian": '''\
def gaussian(rng, *shape):
    """Gaussian matrices, each scaled to spectral radius 1."""
    matrices = rng.standard_normal(shape)
    return matrices / np.abs(np.linalg.eigvals(matrices)).max(-1)[:, None, None]
''',
    "identity": '''\
def identity(rng, *shape):
    """No draw: each unit starts by hearing itself and no other (Le, Jaitly & Hinton 2015, arXiv:1504.00941)."""
    return np.zeros(shape) + np.eye(HIDDEN)
''',
}
"""How recurrent weights are drawn, (blocks, H, H)."""


def schemes_code(used: Contents) -> list[str]:
    """The functions by which the recurrent weights are drawn, and those by which cells start that have constants."""
    schemes = [_SCHEMES[str(scheme)] for scheme in dict.fromkeys(["default", *used.values_of("scheme")])]
    return [*schemes, *(_STARTS[key] for key in used.constants)]


def weights_code(used: Contents, input_size: str) -> str:
    """The function that draws one seed's weights, in the order of `init_weights`; D as the script writes it."""
    recurrent = 'start.get("recurrent", uniform)' if used.values_of("scheme") else "uniform"
    gain = 'start.get("gain", 1.0) * ' if used.values_of("gain") else ""
    bias = _CENTRE if used.values_of("update_bias", "forget_bias") else ""
    chrono = "".join(_CHRONO.replace("LONGEST", str(longest)) for longest in used.values_of("chrono")[:1])
    named = returned = inside = own = ""
    reading, chosen, tensors = ("reading", _READING, _APART) if used.input_only else ("names", "", _TOGETHER)
    if used.constants:
        named, returned, own = "; constants by name", ", constants", _OWN
    if used.recurrent_bias:
        named, returned = f"{named}, and c", f"{returned}, torch.tensor(c, dtype=DTYPE)"
        inside = "    c = uniform(rng, HIDDEN)  # a bias beside U h\n"
    elif chrono or own:
        inside = "    uniform(rng, HIDDEN)  # stands for a bias that only other cells have, so that all draw alike\n"
    return f'''\
def draw_weights(step, e{used.start}):
    """W, U and b of seed e, by block{named}."""
    names = BLOCKS[step]
{chosen}    rng = np.random.default_rng([SEED, e])
    W = uniform(rng, len(names), HIDDEN, {input_size})
    U = {gain}{recurrent}(rng, len({reading}), HIDDEN, HIDDEN)
    b = uniform(rng, len(names), HIDDEN)
{inside}{own}{bias}{chrono}{tensors}    return W, U, b{returned}
'''


_OWN = """\
    constants = STARTS[step](rng, b) if step in STARTS else {}
    constants = {name: torch.tensor(values, dtype=DTYPE) for name, values in constants.items()}
"""

_STARTS: Mapping[str, str] = {
    "lru": '''\
def start_lru(rng, b):
    """Eigenvalues on the ring from .9 to .999, biases 0 (Orvieto et al. 2023, arXiv:2303.06349)."""
    b[:] = 0
    squared = rng.uniform(0.9**2, 0.999**2, HIDDEN)
    theta = rng.uniform(0, 2 * np.pi, HIDDEN)
    return {"nu": np.log(-np.log(squared) / 2), "theta": theta, "gamma": np.log1p(-squared) / 2}
''',
    "rg_lru": '''\
def start_rg_lru(rng, b):
    """Where r is 1, each unit keeps between .9 and .999; biases 0 (De et al. 2024, arXiv:2402.19427)."""
    b[:] = 0
    return {"Lambda": np.log(np.expm1(-np.log(rng.uniform(0.9, 0.999, HIDDEN)) / 8))}
''',
    "ssm": '''\
def start_ssm(rng, b):
    """Steps between .001 and .1, decays 1 and 2, other biases 0 (Gu & Dao 2023, arXiv:2312.00752)."""
    b[:] = 0
    b[BLOCKS[ssm].index("delta")] = np.log(np.expm1(rng.uniform(0.001, 0.1, HIDDEN)))
    return {"alpha1": np.zeros(HIDDEN), "alpha2": np.full(HIDDEN, np.log(2))}
''',
}
"""How a cell with constants puts its biases, in place, and draws its constants."""

_TOGETHER = """\
    W, U, b = (dict(zip(names, torch.tensor(part, dtype=DTYPE))) for part in (W, U, b))
"""

_READING = """\
    reading = [name for name in names if name not in INPUT_ONLY.get(step, [])]
"""

_APART = """\
    W, b = (dict(zip(names, torch.tensor(part, dtype=DTYPE))) for part in (W, b))
    U = dict(zip(reading, torch.tensor(U, dtype=DTYPE)))
"""

_CENTRE = """\
    for name, centre in start.get("bias", {}).items():
        b[names.index(name)] += centre
"""

_CHRONO = """\
    if "chrono" in start:  # each unit gets its own time constant (Tallec & Ollivier 2018, arXiv:1804.11188)
        log_lag = np.log(rng.uniform(1, LONGEST - 1, HIDDEN))
        for name, sign in start["chrono"].items():
            b[names.index(name)] = sign * log_lag
"""
