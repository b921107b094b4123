"""What the students' phones get: one light document, and the class as JSON."""

import json
from base64 import b64encode
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from html import escape

from gruviz.classroom.state import ClassState, OwnVotes
from gruviz.paths import ASSETS
from gruviz.ui.assets import asset, joined


def document(page: str, *, code: str = "", sentence: str = "") -> str:
    """A document with all that it needs, style and script included.

    Args:
        page: "join" asks for a code, "phone" is a class, "teach" makes a browser the teacher's.
        code: Of the class.
        sentence: What went wrong before.
    """
    template, style, script = _parts()
    words = {"page": page, "code": code, "sentence": sentence}
    for name, text in words.items():
        template = template.replace(f"{{{name}}}", escape(text))
    return template.replace("{style}", style).replace("{script}", script)


@cache
def policy() -> str:
    """What the document may do: run its own script, speak with this server, and nothing else."""
    own_script = f"'sha256-{b64encode(sha256(_parts()[2].encode()).digest()).decode()}'"
    return (
        f"default-src 'none'; script-src {own_script}; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'"
    )


def state_json(state: ClassState, own: OwnVotes) -> str:
    """A class as a phone draws it; what a phone need not know is not in it."""
    data = {
        "changed": state.changed,
        "free": state.free,
        "question": state.question and asdict(state.question),
        "phase": state.phase,
        "tally": state.tally and [state.tally.first, state.tally.second],
        "outcome": state.outcome and asdict(state.outcome),
        "own": own_votes(own),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def own_votes(own: OwnVotes) -> list[float | None]:
    """Of one browser: first and second."""
    return [own.first, own.second]


@cache
def _parts() -> tuple[str, str, str]:
    """Template, style and script."""
    return asset("classroom/page.html"), asset("classroom/style.css"), joined(ASSETS / "classroom" / "main.js")
