"""A run on a page, from the offer to the end: by people with a page each, on a pool of real processes."""

import pytest
from streamlit.testing.v1 import AppTest

from gruviz.jobs.pool import UNWATCHED, Jobs
from tests.jobs.conftest import Clock
from tests.jobs.waiting import ended, until
from tests.jobs.work import Plan, work


@pytest.fixture
def jobs():
    jobs = Jobs(work, workers=2)
    yield jobs
    jobs.close()


@pytest.fixture
def plan(tmp_path):
    return lambda name, act="count", events=3: Plan(name, str(tmp_path), act, events)


def script(jobs, config, joins=()):
    """A page that has a run and nothing else; it ends early while another run of the page overtakes it."""
    import streamlit as st

    from gruviz.ui.runs.watched_run import WatchedRun

    if st.session_state.get("overtaken"):
        st.stop()
    run = WatchedRun("page", jobs, st.session_state.get("config", config), joins)

    def draw(job):
        st.text(job.status)
        st.button("Stop", key="page_stop", on_click=run.stop)
        st.button("Forget", key="page_forget", on_click=run.forget)
        st.button("Again", key="page_again", on_click=lambda: run.start(fresh=True))

    job = run.view()
    if job is None:
        run.offer("What Start does.", finished="Use it")
    else:
        run.watch(job, draw)


@pytest.fixture
def person(jobs):
    """Opens the page for another person."""
    return lambda config, joins=(): AppTest.from_function(script, args=(jobs, config, joins), default_timeout=60).run()


def press(page, name):
    page.button(key=f"page_{name}").click().run()
    assert not page.exception
    return page


def status(page):
    """What the page shows of the run; None while it is only offered."""
    return next((text.value for text in page.text), None)


def offered(page):
    """Label and words of the offer."""
    assert status(page) is None
    return page.button(key="page_start").label, page.caption[0].value


def key(page, config):
    return page.session_state["page_runs"][config]


def finished(page, jobs, config):
    ended(jobs, key(page, config))
    assert status(page.run()) == "finished"
    return page


def test_a_run_is_offered_started_and_watched_to_its_end(jobs, person, plan):
    config = plan("a")
    page = person(config)
    assert offered(page) == ("Start", "What Start does.")
    assert jobs.existing(config) is None, "an offer starts nothing"
    press(page, "start")
    finished(page, jobs, config)
    assert jobs.find(key(page, config)).viewers == 1


def test_what_exists_is_offered_to_others_and_joined_by_a_press(jobs, person, plan):
    config = plan("a", events=10**9)
    one = press(person(config), "start")
    until(lambda: jobs.existing(config).status == "running")
    two = person(config)
    assert offered(two) == ("Watch", "This run already exists on the server (running).")
    assert jobs.existing(config).viewers == 1, "who is offered a run does not watch it"
    press(two, "start")
    assert key(two, config) == key(one, config)
    assert jobs.existing(config).viewers == 2


def test_a_finished_run_may_be_offered_in_other_words(jobs, person, plan):
    config = plan("a")
    finished(press(person(config), "start"), jobs, config)
    assert offered(person(config)) == ("Use it", "This run already exists on the server (finished).")


def test_a_shared_run_is_left_and_ones_own_is_stopped(jobs, person, plan):
    config = plan("a", events=10**9)
    one, two = (press(person(config), "start") for _ in range(2))
    press(one, "stop")
    assert offered(one)[0] == "Watch"
    assert jobs.existing(config).viewers == 1
    press(two, "stop")
    assert status(two) == "cancelled", "what came of it stays on the page"
    assert offered(one.run()) == ("Start", "What Start does.")
    press(two, "forget")
    assert offered(two)[0] == "Start"


def test_a_finished_run_is_run_again(jobs, person, plan):
    config = plan("a")
    page = finished(press(person(config), "start"), jobs, config)
    before = key(page, config)
    press(page, "again")
    assert key(page, config) != before
    finished(page, jobs, config)


def test_runs_of_some_states_are_joined_without_a_press(jobs, person, plan):
    config = plan("a", "gated")
    one = press(person(config), "start")
    two = person(config, joins=("finished",))
    assert offered(two)[0] == "Watch"
    three = person(config, joins=("queued", "running"))
    assert status(three) in ("queued", "running")
    assert jobs.existing(config).viewers == 2
    plan("a").gate.touch()
    finished(one, jobs, config)
    assert status(two.run()) == "finished"


def test_a_page_remembers_the_runs_of_other_settings(jobs, person, plan):
    first, second = plan("a"), plan("b")
    page = finished(press(person(first), "start"), jobs, first)
    page.session_state["config"] = second
    assert offered(page.run())[0] == "Start"
    finished(press(page, "start"), jobs, second)
    page.session_state["config"] = first
    assert status(page.run()) == "finished"


def test_a_page_remembers_the_last_eight_runs(jobs, person, plan):
    plans = [plan(name) for name in "abcdefghij"]
    page = person(plans[0])
    for config in plans:
        page.session_state["config"] = config
        press(page.run(), "start")
    assert list(page.session_state["page_runs"]) == plans[2:]


@pytest.mark.parametrize("act", ["stop", "forget", "run"])
def test_a_run_that_the_server_no_longer_has_is_offered_anew(jobs, person, plan, act):
    config = plan("a", events=10**9)
    page = press(person(config), "start")
    page.session_state["page_runs"][config] = "gone"
    if act == "run":
        page.run()
    else:
        press(page, act)
    assert offered(page)[0] == "Watch"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timed(clock):
    """Jobs on a clock that the test moves."""
    jobs = Jobs(work, workers=1, clock=clock)
    yield jobs
    jobs.close()


def deserted(jobs, clock, config):
    """A page whose run nobody has watched for longer than a run may be without."""
    page = AppTest.from_function(script, args=(jobs, config), default_timeout=60).run()
    press(page, "start")
    until(lambda: jobs.existing(config).total_events > 1)
    clock.now += 100
    until(lambda: jobs.newest(config).status == "cancelled")
    return page


def test_who_comes_back_to_a_run_that_was_stopped_for_want_of_viewers_sees_it(timed, clock, plan):
    config = plan("a", events=10**9)
    page = deserted(timed, clock, config)
    assert status(page.run()) == "cancelled"
    stopped = timed.find(key(page, config))
    assert (stopped.message, stopped.total_events > 1) == (UNWATCHED, True)


def test_who_comes_back_by_loading_the_page_anew_is_told_and_shown_it_on_demand(timed, clock, plan):
    config = plan("a", events=10**9)
    before = key(deserted(timed, clock, config), config)
    page = AppTest.from_function(script, args=(timed, config), default_timeout=60).run()
    words = "A run of these settings was stopped, as nobody was watching it. It can begin anew."
    assert offered(page) == ("Start", words)
    press(page, "left")
    assert (status(page), key(page, config)) == ("cancelled", before)
    press(page, "forget")
    press(page, "start")
    assert key(page, config) != before
    press(page, "stop")
    after = AppTest.from_function(script, args=(timed, config), default_timeout=60).run()
    assert offered(after) == ("Start", "What Start does."), "a run that was stopped on purpose is no news"


def test_whoever_loads_the_page_anew_is_one_person(timed, clock, plan):
    """The page before is gone without a word, and does not count five seconds later."""
    config = plan("a", events=10**9)
    people = [AppTest.from_function(script, args=(timed, config), default_timeout=60).run() for _ in range(2)]
    before, after = (press(page, "start") for page in people)
    assert timed.existing(config).viewers == 2
    clock.now += 6
    after.run()
    assert timed.existing(config).viewers == 1
    assert timed.pause(key(after, config), after.session_state["viewer"])
    press(after, "stop")
    assert status(after) == "cancelled"
    assert before is not after


def test_a_press_on_start_is_not_lost_when_another_run_of_the_page_overtakes_it(jobs, person, plan):
    config = plan("a")
    page = person(config)
    page.session_state["overtaken"] = True
    press(page, "start")
    assert jobs.existing(config) is None
    page.session_state["overtaken"] = False
    page.run()
    assert jobs.existing(config) is not None
    assert status(page) is not None
