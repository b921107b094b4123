"""The controls of Speech: whose word it is, and which."""

from dataclasses import dataclass

from gruviz.data.recorded import held_out_voices
from gruviz.tasks.speech import HELD_OUT, UNHEARD_ACCENT, WORDS
from gruviz.ui.controls.kinds import Choice, Control, Number, Values
from gruviz.ui.controls.upload import file_control
from gruviz.validation import InvalidValue

SYNTHETIC, OWN, RECORDED = "synthetic", "own", "recorded"
FILE = "speech_file"
ACCENTS = {
    "en-gb": "British",
    "en-us": "American",
    "en-gb-scotland": "Scottish",
    "en-gb-x-gbclan": "Lancaster",
    "en-gb-x-rp": "Received Pronunciation",
    "en-gb-x-gbcwmd": "West Midlands",
    "en-us-nyc": "New York",
    UNHEARD_ACCENT: "Caribbean",
}
"""What the accents of espeak-ng are called."""


def voice_name(voice: str) -> str:
    """A speaker and the accent in words: "Alicia, Scottish"."""
    accent, speaker = voice.split("+")
    unheard = " (an accent never heard)" if accent == UNHEARD_ACCENT else ""
    return f"{speaker[0].upper()}{speaker[1:]}, {ACCENTS[accent]}{unheard}"


VOICES = {voice.replace("+", "."): voice_name(voice) for voice in held_out_voices()}
"""By what stands in an address."""


def offer(values: Values) -> str:
    """Which networks the switch calls for."""
    return "speech_recorded" if values["speech_set"] == RECORDED else "speech"


@dataclass(frozen=True, kw_only=True)
class Voice(Choice):
    """One of too many to name them all where a link has another."""

    @property
    def takes(self) -> str:
        return f"one of the {len(self.options)} voices that are held out"

    def parse(self, raw: str) -> str:
        if raw not in self.options:
            raise InvalidValue(self.name, raw, self.takes)
        return raw


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="speech_set",
        label="Who speaks",
        help="A program whose speakers the networks have never heard, you, or people who were recorded, of whom there "
        "are features but no sound; on these, other networks were trained.",
        default=SYNTHETIC,
        options={SYNTHETIC: "Synthetic voices", OWN: "You", RECORDED: "Recorded people"},
    ),
    Voice(
        name="speech_voice",
        label="Voice",
        help="Speakers of the program espeak-ng of whom no network has learned a word.",
        default=next(iter(VOICES)),
        options=VOICES,
        listed=True,
        when=lambda values: values["speech_set"] == SYNTHETIC,
    ),
    Choice(
        name="speech_word",
        label="Word",
        help="Which digit is said.",
        default="7",
        options={str(digit): word for digit, word in enumerate(WORDS)},
        listed=True,
        when=lambda values: values["speech_set"] == SYNTHETIC,
    ),
    Number(
        name="speech_clip",
        label="Clip",
        help=f"Which of the {HELD_OUT} held-out clips the networks read; no network has learned from any of them.",
        default=1,
        low=1,
        high=HELD_OUT,
        when=lambda values: values["speech_set"] == RECORDED,
    ),
    file_control(FILE),
)
