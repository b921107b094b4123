"""Speak the synthetic words with espeak-ng and write them to assets/data: python -m scripts.speech [--write].

Needs Debian's `espeak-ng`, 1.51; nothing else in the project does. Every word is spoken by a speaker (a variant of
espeak-ng) in an accent, with a pitch and a speed drawn from a fixed seed. Speakers who are held out are in no clip that
is learned from, nor is one of their accents. Without --write the files are compared with those that are there.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.data.mel import heard, word_in
from gruviz.data.recorded import FOLDER, WORD_SCALE
from gruviz.data.rooms import in_a_room
from gruviz.data.sound import compressed, read_wav
from gruviz.tasks.speech import UNHEARD_ACCENT, WORDS
from scripts.data import Arrays, same, shipped, write_sums

ACCENTS = ("en-gb", "en-us", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-rp", "en-gb-x-gbcwmd", "en-us-nyc")
"""Of espeak-ng: those that are learned from."""
SPEAKERS = (
    "m1 m2 m3 m4 m6 m7 m8 f1 f2 f4 f5 adam Alex Andrea Annie antonio aunty belinda benjamin boris caleb Denis Diogo ed "
    "edward edward2 Gene Gene2 gustave Hugo iven iven2 iven3 iven4 Jacky john kaukovalta Lee marcelo Marco Mario max "
    "michael michel miguel Mike Nguyen norbert pablo pedro quincy rob robert shelby steph steph2 steph3 travis victor "
    "zac klatt klatt2 klatt4"
)
HELD_OUT = ("m5", "f3", "Alicia", "Andy", "david", "Henrique", "linda", "paul", "sandro", "grandma")
"""Speakers of whom nothing is learned."""
IN_ROOMS = 0.6
"""Share of the words to learn from that come through a simulated room; the others are as the program speaks them."""
PITCHES, SPEEDS = (25, 76), (120, 201)
"""Settings of espeak-ng: 0 to 99, and words a minute."""


class Clip(NamedTuple):
    """How a word is spoken."""

    digit: int
    accent: str
    speaker: str
    pitch: int
    speed: int


def main() -> int:
    """Rebuild both files; returns how many differ."""
    words, audio = learned(), held_out()
    differing = 0
    for name, rebuilt in {"synthetic_words_int8.npz": words, "synthetic_words_audio.npz": audio}.items():
        equal = (FOLDER / name).exists() and same(rebuilt, shipped(name))
        differing += not equal
        print(f"{name}: {'equal to' if equal else 'differs from'} what {version()} says")
        if "--write" in sys.argv and not equal:
            np.savez_compressed(FOLDER / name, **rebuilt)  # type: ignore[arg-type]
            write_sums()
    return differing


def version() -> str:
    """Of the synthesizer."""
    said = subprocess.run(["espeak-ng", "--version"], check=True, capture_output=True, text=True).stdout
    return "espeak-ng " + said.split(":")[1].split()[0]


def to_learn_from() -> Iterator[Clip]:
    """Each speaker in four accents, who follow one another so that every accent is as frequent."""
    rng = np.random.default_rng([0, 0, 15])
    for i, speaker in enumerate(SPEAKERS.split()):
        for accent in (ACCENTS[(4 * i + k) % len(ACCENTS)] for k in range(4)):
            yield from spoken_by(rng, accent, speaker)


def to_be_judged_on() -> Iterator[Clip]:
    """Each speaker who is held out in two accents that are learned from, and in the one that is not."""
    rng = np.random.default_rng([0, 1, 15])
    for i, speaker in enumerate(HELD_OUT):
        for accent in (ACCENTS[(2 * i) % 7], ACCENTS[(2 * i + 1) % 7], UNHEARD_ACCENT):
            yield from spoken_by(rng, accent, speaker)


def spoken_by(rng: np.random.Generator, accent: str, speaker: str) -> Iterator[Clip]:
    """The ten digits, each at its own pitch and speed."""
    for digit in range(10):
        yield Clip(digit, accent, speaker, int(rng.integers(*PITCHES)), int(rng.integers(*SPEEDS)))


def speak(clip: Clip) -> tuple[Array, int]:
    """What espeak-ng says: samples and how many make a second."""
    voice = f"{clip.accent}+{clip.speaker}"
    command = ["espeak-ng", "-v", voice, "-p", str(clip.pitch), "-s", str(clip.speed), "--stdout", WORDS[clip.digit]]
    return read_wav(streamed(subprocess.run(command, check=True, capture_output=True).stdout))


def streamed(content: bytes) -> bytes:
    """A WAV file whose header says how long it is; that of a stream does not know."""
    size = len(content) - 44
    return content[:4] + (size + 36).to_bytes(4, "little") + content[8:40] + size.to_bytes(4, "little") + content[44:]


def learned() -> Arrays:
    """Features of the clips to learn from, as whole multiples of a fifth of a standard deviation."""
    rng = np.random.default_rng([0, 2, 15])
    clips = list(to_learn_from())
    frames = [heard(word_in(*through_the_air(rng, *speak(clip)))).frames for clip in clips]
    step = np.concatenate(frames).std(0) / WORD_SCALE
    codes = np.clip(np.round(np.concatenate(frames) / step), -127, 127).astype(np.int8)
    return {"q": codes, "step": step} | described(clips, frames)


def through_the_air(rng: np.random.Generator, samples: Array, rate: int) -> tuple[Array, float]:
    """Some words come through a room: measured on held-out ones, that helps where a room is simulated."""
    return in_a_room(rng, samples, rate) if rng.random() < IN_ROOMS else (samples, rate)


def held_out() -> Arrays:
    """Sound of the clips that are held out, 8,000 samples a second, one byte each."""
    clips = list(to_be_judged_on())
    sounds = [compressed(word_in(*speak(clip))) for clip in clips]
    return {"sound": np.concatenate(sounds)} | described(clips, sounds)


def described(clips: list[Clip], parts: Iterable[Array]) -> Arrays:
    """Length, digit and voice of every clip."""
    voices = [f"{clip.accent}+{clip.speaker}" for clip in clips]
    names = list(dict.fromkeys(voices))
    return {
        "len": np.array([len(part) for part in parts], np.int16),
        "y": np.array([clip.digit for clip in clips], np.uint8),
        "voice": np.array([names.index(voice) for voice in voices], np.uint8),
        "voices": np.array(names),
    }


if __name__ == "__main__":
    sys.exit(main())
