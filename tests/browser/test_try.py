"""The components that one tries the applications with: pad, carts, texts, sentences and sounds."""

import re

from tests.browser.conftest import grave_violations, settled, slider

SUMMARIES = "() => [...document.querySelectorAll('.gruviz-chart')].map((chart) => chart.ariaLabel).join()"


def test_a_digit_is_read_while_it_is_drawn_by_pointer_and_by_keyboard(server, visit):
    page = visit(f"{server}/applications?application=digits&digits_picture=4")
    page.get_by_text("Held-out picture 4: a 7").wait_for()
    read = page.get_by_role("slider", name="How far the picture is read")
    page.wait_for_function("(slider) => Number(slider.value) > 5", arg=read.element_handle())  # it plays by itself
    pad = page.get_by_role("application", name="Draw a digit")
    pad.hover(position={"x": 80, "y": 60})
    page.mouse.down()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 60, steps=6)
    page.mouse.move(box["x"] + 120, box["y"] + 230, steps=6)
    leads = page.locator(".gv-bar[data-leads=true]")
    assert leads.count() == 3  # one in each column, before the stroke has ended
    page.mouse.up()
    page.wait_for_url("**digits_drawn=**")
    page.get_by_text(re.compile("After row 28 of 28: RNN says . ")).wait_for()
    settled(page)
    seen = page.evaluate(SUMMARIES)
    pad.focus()
    for key in ["ArrowDown"] * 3 + ["Shift+ArrowRight"] * 8:
        page.keyboard.press(key)
    page.wait_for_url(re.compile("digits_drawn=[0-9a-f]*8f{8}8[0-9a-f]*$"))  # a line of all eight keys
    page.wait_for_function(f"(seen) => ({SUMMARIES})() !== seen", arg=seen)


def test_the_carts_play_at_once_and_a_person_joins(server, visit):
    page = visit(f"{server}/applications?application=balancing", width=390, theme="dark")
    page.wait_for_function("() => parseFloat(document.querySelector('.carts-time').textContent) > 0.3")
    dark = slider(page, "applications_balancing_blackout")
    dark.focus()
    page.keyboard.press("ArrowLeft")
    assert "In 65% of the frames" in page.locator(".carts-lead").inner_text()
    page.get_by_role("button", name="You try").click()
    own = page.get_by_role("application", name="Your cart")
    page.locator(".carts-you[data-state=driving]").wait_for()
    scrolled = page.evaluate("scrollY")
    page.keyboard.press("Space")
    page.keyboard.down("ArrowRight")
    page.locator(".carts-you[data-state=fallen]").wait_for()
    assert re.match(r"You: \d\.\d s, your best here\. ", own.get_by_role("status").inner_text())
    assert page.evaluate("scrollY") == scrolled, "keys that drive do not scroll"
    assert page.evaluate("document.activeElement.textContent") == "Again"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "You try"
    page.get_by_role("button", name="Pause").click()
    stood = page.locator(".carts-time").all_inner_texts()
    page.get_by_role("button", name="Start again").click()
    page.wait_for_function(
        "(stood) => parseFloat(document.querySelector('.carts-time').textContent) < stood", arg=float(stood[1][:-2])
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


COUNT_MESSAGES = """() => {
  window.sent = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...given) {
    window.sent += 1;
    return send.apply(this, given);
  };
}"""
ENDINGS = "() => [...document.querySelectorAll('.gl-more')].map((more) => more.textContent)"


def test_all_go_on_from_a_text_after_every_key_without_the_server(server, visit):
    page = visit(f"{server}/applications?application=language&language_temperature=0.1")
    field = page.get_by_label("Type here")
    page.wait_for_function(f"({ENDINGS})().filter(Boolean).length === 4")  # somebody types, without a click
    assert page.get_by_role("button", name="Stop").is_visible()
    field.fill("The keys ")
    assert page.get_by_role("button", name="Type for me").is_visible()
    page.wait_for_url("**language_text=The+keys*")
    settled(page)
    page.evaluate(COUNT_MESSAGES)
    page.wait_for_function(f"({ENDINGS})().every((more) => more.length > 40)")
    before = page.evaluate(ENDINGS)
    field.press("t")
    page.wait_for_function(f"({ENDINGS})().every((more) => more.length > 10)")
    after = page.evaluate(ENDINGS)
    assert all(one[:10] != other[:10] for one, other in zip(before, after, strict=True))
    assert page.evaluate("window.sent") == 0, "they run in the browser"
    page.wait_for_url("**language_text=The+keys+t*")
    line = page.locator(".gl-line").nth(1)
    assert line.locator(".gl-given").inner_text() == "The keys t"
    assert line.locator("span[style*=color-mix]").count() > 0
    expected = line.get_by_role("img").get_attribute("aria-label")
    line.locator(".gl-given span").nth(4).hover()
    pointed = line.get_by_role("img").get_attribute("aria-label")
    assert pointed != expected
    assert "k came and cost" in pointed
    page.mouse.move(0, 0)
    page.locator(".st-key-applications_language_tint").get_by_text("What a letter hangs on").click()
    page.wait_for_url("**language_tint=gradient*")
    page.wait_for_function("document.querySelectorAll('.gl-line span[style*=color-mix]').length > 3")
    assert line.locator(".gl-framed").inner_text() == "t"
    page.go_back()
    page.wait_for_function("!document.querySelector('.gl-framed')")
    assert not grave_violations(page)


def test_a_translation_is_said_word_by_word_and_lines_follow_the_pointer(server, visit):
    page = visit(f"{server}/applications?application=translation&translation_attention=1&translation_number=171")
    verdicts = page.locator("button .gv-verdict")
    verdicts.nth(3).wait_for()  # hidden until its words have been said
    assert [each.split()[0] for each in verdicts.all_inner_texts()] == ["✓", "✓", "✓", "✗"]
    lines = page.locator(".gv-pair path")
    all_of_them = lines.count()
    assert all_of_them >= 4
    page.get_by_role("button", name=re.compile("^soixante: ")).hover()
    page.get_by_text("“soixante” looks at").wait_for()
    assert lines.count() < all_of_them
    page.get_by_role("radio", name="RNN").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**translation_shown=GRU*")
    settled(page)
    page.get_by_role("textbox", name="Number to translate").fill("eighty thousand")
    page.keyboard.press("Enter")
    page.wait_for_url("**translation_number=eighty*")
    page.get_by_role("button", name=re.compile("^thousand: ")).wait_for()
    page.get_by_role("button", name="Find one the GRU gets wrong").click()
    page.get_by_text("numbers held out").wait_for()
    page.locator("[aria-checked=true]").get_by_text("✗").wait_for()


def test_a_word_is_seen_at_once_and_heard_on_demand_only(server, visit):
    page = visit(f"{server}/applications?application=speech", width=390, height=844, theme="dark")
    cursor = page.get_by_role("slider", name="How much of the word has been read")
    page.wait_for_function("(slider) => Number(slider.value) > 4", arg=cursor.element_handle())  # by itself
    assert page.get_by_role("button", name="Hear it").is_visible(), "and silently"
    cursor.focus()
    page.keyboard.press("End")
    columns, frames = page.locator(".gv-speech-column"), cursor.get_attribute("max")
    assert cursor.get_attribute("aria-valuetext").startswith(f"{frames} of {frames} frames: RNN ")
    assert all(re.search("right|wrong", text) for text in columns.all_inner_texts())
    assert not grave_violations(page)
    was = page.url
    columns.nth(0).get_by_role("button").click()
    page.wait_for_url(lambda url: url != was)
    settled(page)
    cursor.focus()
    page.keyboard.press("End")
    assert "✗ wrong" in columns.nth(0).inner_text()
    page.get_by_role("button", name="Hear it").click()
    page.get_by_role("button", name="Hear it").wait_for()  # again, when the word is over
    assert cursor.input_value() == cursor.get_attribute("max")
