"""Trainability in a real browser: a guess is painted, the answer comes, the shore moves, a square opens elsewhere."""

from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import PATIENCE, grave_violations, settled


def opened(server, visit, address, **window):
    """The page with its picture."""
    page = visit(f"{server}/trainability?{address}", charts=False, **window)
    page.get_by_role("button", name="Just show me").wait_for(timeout=PATIENCE)
    return page


def cell(page, words, panel=0):
    """A square by its setting."""
    return page.get_by_role("grid").nth(panel).get_by_role("gridcell", name=words)


def sentence(page):
    return page.locator(".gv-sentence").inner_text()


def asked(page):
    """The address, one value each."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


BOTH_BEFORE_A_FRAME = """(slider, keys) => {
  slider.focus();
  for (const key of keys) slider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}"""


def test_a_guess_by_hand_and_by_key_is_answered_and_the_shore_moves_with_the_updates(server, visit):
    page = opened(server, visit, "", width=1280, height=720)
    cell(page, "Gain 1, gate bias −4").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.get_by_role("grid").first.get_by_role("gridcell", name="Gain 1.4, gate bias −4", selected=True).wait_for()
    assert not page.locator(".gruviz-chart").count()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_selector(".st-key-trainability_found")
    settled(page)
    page.wait_for_function("document.querySelector('.gv-guessed').innerText.includes('2')")
    assert "300 updates" in page.locator(".st-key-trainability_found").inner_text()
    assert not grave_violations(page)
    before = sentence(page)
    slider = page.get_by_role("slider", name="Updates")
    slider.evaluate(BOTH_BEFORE_A_FRAME, ["Home", "ArrowRight"])
    page.wait_for_url("**budget=10*")
    settled(page)
    assert sentence(page) != before
    assert "10 updates" in page.locator(".st-key-trainability_found").inner_text()


def test_a_square_of_a_link_opens_in_train_with_its_very_settings(server, visit):
    page = opened(server, visit, "square=1.4,-2&tasks=first_symbol", width=1440, height=900, theme="dark")
    page.get_by_role("button", name="Just show me").click()
    page.wait_for_selector(".st-key-trainability_square_card")
    cell(page, "Gain 2, gate bias −3").click()
    page.wait_for_url("**square=2*")
    card = page.locator(".st-key-trainability_square_card")
    card.get_by_text("Gain 2, gate bias −3").wait_for()
    card.get_by_role("link", name="Open in Train").click()
    page.wait_for_url("**/train?**")
    page.wait_for_selector(".gv-train .gv-range")
    assert asked(page)["task"] == "first_symbol"
    assert page.locator("h1").inner_text().startswith("One network learns to recall the letter")


def test_the_updates_follow_a_mouse_and_a_square_opens_in_gradient_flow_with_its_very_start(server, visit):
    page = opened(server, visit, "square=1.4,-2&tasks=first_symbol", width=1280, height=720)
    page.get_by_role("button", name="Just show me").click()
    page.wait_for_selector(".st-key-trainability_square_card")
    box = page.get_by_role("slider", name="Updates").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 12, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=4)
    held = sentence(page)
    page.mouse.move(box["x"] + 2, middle, steps=4)
    assert sentence(page) != held  # the picture follows the hand
    page.mouse.up()
    page.wait_for_url("**budget=0*")
    page.locator(".st-key-trainability_square_card").get_by_text("after 0 updates 0 of 5").wait_for()
    page.get_by_role("link", name="Open in Gradient flow").click()
    page.wait_for_url("**/gradient_flow?**")
    page.wait_for_selector(".gruviz-chart")
    wanted = {"cells": "gru", "scheme": "orthogonal", "gain": "1.4", "update_bias": "-2"}
    assert wanted.items() <= asked(page).items()


def test_on_a_phone_a_map_fills_live_and_nothing_overflows(server, visit):
    tiny = "cell=rnn&up=scale&grid=few&tasks=first_symbol&hidden_size=8&length=10&updates=50"
    page = opened(server, visit, tiny, width=390, height=844, touch=True)
    page.get_by_role("button", name="Just show me").tap()
    page.get_by_role("button", name="Fill it live").tap()
    page.get_by_text("Finished: 9 squares").wait_for(timeout=PATIENCE)
    page.wait_for_function("document.querySelector('.gv-sentence').innerText.includes('50 updates')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
