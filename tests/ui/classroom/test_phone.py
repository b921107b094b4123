import re
from base64 import b64encode
from hashlib import sha256

from gruviz.classroom.question import ClassOutcome, ClassQuestion
from gruviz.classroom.state import ClassState, OwnVotes
from gruviz.ui.classroom.phone import document, policy, state_json


def test_all_that_a_phone_needs_is_small_and_asks_no_other_host():
    page = document("phone", code="quiet-heron")
    assert len(page.encode()) < 60_000
    assert not re.findall(r"""(?:src|href|url|from)\s*[=(:]?\s*["'(](?:https?:)?//""", page)
    [script] = re.findall(r'<script type="module">(.*)</script>', page, re.DOTALL)
    assert b64encode(sha256(script.encode()).digest()).decode() in policy()


def test_what_somebody_typed_is_no_markup():
    assert "<i>" not in document("join", code="<i>", sentence='"><i>')


def test_a_phone_knows_nothing_that_is_hidden():
    question = ClassQuestion("a", "?", "", ("yes", "no"))
    state = ClassState("quiet-heron", 1e9, False, 3, 1, question, answered=(2, 0))
    text = state_json(state, OwnVotes())
    assert '"tally":null,"outcome":null' in text
    assert "answered" not in text
    assert ClassOutcome("…").to_json() not in text
