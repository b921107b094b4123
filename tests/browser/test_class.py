"""A class played through: a teacher's screen and two phones, from opening to the results."""

import re

import pytest

from gruviz.ui.walkthrough.lesson import load_lesson
from tests.browser.conftest import grave_violations, settled

STEP = "fresh"
"""A question with choices, the second of which is right."""
ASKED_AGAIN = """() => {
  const answers = [...document.querySelectorAll('input[type=radio]')];
  return answers.length > 0 && answers.every((one) => !one.checked && !one.disabled);
}"""
"""Whether a phone has heard of the second vote: the first one is no longer chosen."""


@pytest.fixture
def phones(browser):
    """Opens the class on phones of different people."""
    people = []

    def join(address):
        person = browser.new_context(has_touch=True, is_mobile=True)
        people.append(person)
        page = person.new_page()
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(address)
        return page

    yield join
    for person in people:
        person.close()


def press_on(page, label):
    """Press the class's one way on, which says so."""
    button = page.locator(".st-key-class_on button")
    page.wait_for_function(
        "label => document.querySelector('.st-key-class_on button')?.textContent === label", arg=label
    )
    button.click()


def hears(page, words):
    page.wait_for_function("words => document.querySelector('.gruviz-class')?.textContent.includes(words)", arg=words)


def test_a_class_predicts_talks_predicts_again_and_sees_the_run(server, visit, phones):
    page = visit(f"{server}/walkthrough?step={STEP}", width=1280, height=720)
    page.locator(".st-key-walkthrough_teach button").first.click()
    page.get_by_role("button", name="Open a class").click()
    page.wait_for_url(re.compile("class=[a-z]+-[a-z]+"))
    code = re.search("class=([a-z]+-[a-z]+)", page.url)[1]
    page.get_by_text("serves only this computer").wait_for()  # where no phone could reach it, no code is shown

    one, two = (phones(f"{server}/class/{code}") for _ in range(2))
    hears(page, "2 here")
    press_on(page, "First vote")
    for phone, choice in ((one, 0), (two, 1)):
        phone.get_by_role("radio").nth(choice).check()
    hears(page, "2 of 2 have answered")
    assert page.locator(".gruviz-vote").count() == 0, "nobody sees a vote yet"
    assert not grave_violations(two)
    two.reload()
    two.locator("input[type=radio]:checked").wait_for(state="attached")
    assert two.get_by_role("radio").nth(1).is_checked(), "a vote survives a reload"
    press_on(page, "Close and discuss")
    page.get_by_role("button", name="Show the votes").click()
    page.locator(".gruviz-vote").first.wait_for()

    press_on(page, "Second vote")
    for phone in (one, two):
        phone.wait_for_function(ASKED_AGAIN)
        phone.get_by_role("radio").nth(1).check()
    hears(page, "2 of 2 have answered again")
    press_on(page, "Reveal the run")
    hears(page, "All of the 2 voted for the right answer, up from 1 of 2 before talking.")
    settled(page)
    assert not grave_violations(page)
    for phone in (one, two):
        phone.locator(".outcome").wait_for()
        assert load_lesson()[STEP].title in phone.locator("h1").inner_text()

    page.locator(".st-key-class_menu button").first.click()
    with page.expect_download() as summary:
        page.locator(".st-key-class_summary button").click()
    assert "Gain 1.00" in summary.value.path().read_text(encoding="utf-8")
    page.locator(".st-key-class_end button").click()
    page.get_by_role("button", name="Yes, end it").click()
    page.wait_for_url(lambda url: "class=" not in url)
    one.get_by_text("is over").wait_for()
