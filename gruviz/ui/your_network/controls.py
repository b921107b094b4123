"""Your network: its controls."""

from gruviz.data.signals import TEXT_LIMIT
from gruviz.ui.controls.kinds import Choice, Control, Number, Slider, Text, Values
from gruviz.ui.controls.laboratory import TABLE as LABORATORY
from gruviz.ui.controls.laboratory import VIEW_TITLES
from gruviz.ui.controls.table import Table
from gruviz.ui.controls.upload import file_control
from gruviz.ui.your_network.example import VOCABULARY

NETWORK = "network"
"""The control that holds the name of the person's file."""
INPUTS = {
    "random": "Random",
    "noise": "Noise",
    "text": "My own text",
    "table": "My own numbers (CSV)",
}
LONGEST = 500


def is_own(values: Values) -> bool:
    """Whether a person has brought a network."""
    return bool(values[NETWORK])


def _reads_text(values: Values) -> bool:
    return bool(values["inputs"] == "text")


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="inputs",
        label="It reads",
        help="Random: ids drawn at random through the file's embedding, or noise where there is none. Noise: standard "
        "normal numbers, past any embedding.",
        default="random",
        options=INPUTS,
        listed=True,
    ),
    Text(
        name="text",
        label="Text",
        help=f"One character per step; at most {TEXT_LIMIT:,} characters. A text longer than the sequence is read in "
        "up to 16 pieces.",
        default="abXdcabdcbaYcdabcddcabcdabXacbd",
        limit=TEXT_LIMIT,
        when=_reads_text,
    ),
    Text(
        name="vocabulary",
        label="Vocabulary",
        help="Its characters in the order of your ids, from id 0 on. Empty: those of the text, in the order of "
        "Unicode, as sorted(set(text)) has them.",
        default=VOCABULARY,
        limit=TEXT_LIMIT,
        height=68,
        when=_reads_text,
    ),
    LABORATORY.row(
        "table",
        group="",
        help="One row per step, one column for each number that the first layer reads; a header row and a date column "
        "are recognised. The numbers are read as they are. Nothing is stored.",
    ),
    *(LABORATORY.row(name) for name in ("file", "column", "missing")),
    Slider(
        name="seq_len",
        label="Sequence length",
        help="How many steps it reads. A shorter text or table is read to its end.",
        default=80,
        low=5,
        high=LONGEST,
        step=5,
    ),
    Slider(
        name="lag",
        label="It must hear back",
        help="How many steps before the end that lies on which the answer depends. 0: unknown.",
        default=0,
        low=0,
        high=LONGEST,
        step=1,
        when=is_own,
        ends=("unknown", f"{LONGEST} steps"),
        format="{} steps",
    ),
    Slider(
        name="scale",
        label="Input scale",
        help="Multiplies what it reads: 1 as it is.",
        default=1.0,
        low=0.0,
        high=5.0,
        step=0.1,
    ),
    Number(
        name="seed",
        label="Random seed",
        help="Of random inputs, of the readout, and of the fresh start beside it.",
        default=0,
        low=0,
        high=2**31 - 1,
    ),
    Choice(
        name="view",
        label="Question",
        help="Those of the laboratory, of this network beside the same one as PyTorch would start it.",
        default="gates",
        options=VIEW_TITLES,
    ),
    file_control(NETWORK),
    Text(name="module", label="Module", help="Which of its modules.", default="", limit=200, elsewhere=True),
    Text(name="reading", label="Read as", help="How its arrays are understood.", default="", limit=80, elsewhere=True),
    Text(name="layer", label="Layer", help="Which layer is looked at.", default="", limit=20, elsewhere=True),
)

TABLE = Table("your_network", CONTROLS)
