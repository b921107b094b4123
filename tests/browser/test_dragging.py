"""A slider that is dragged shows its pictures at once, and the address hears of it once it is let go."""

from tests.browser.conftest import pictures, settled, slider

NAME = "gradient_flow_update_bias"
PLACE = "/gradient_flow?inputs=noise&seq_len=20&seeds=4&hidden_size=8"
LISTEN = """() => {
  const topics = globalThis[Symbol.for('gruviz.live')], topic = 'picture:gradient_flow_decay_0_plot';
  if (!topics.has(topic)) topics.set(topic, new Set());
  topics.get(topic).add((frame) => (window.frames_told ??= []).push(frame));
}"""


def grasp(page, part=0.0):
    """Where the handle is, or would be a part of the track further to the right."""
    moved = slider(page, NAME)
    low, high, value = (float(moved.get_attribute(name)) for name in ("min", "max", "value"))
    box = moved.bounding_box()
    at = 9 + (box["width"] - 18) * ((value - low) / (high - low) + part)
    return box["x"] + at, box["y"] + box["height"] / 2


def test_once_the_sweep_is_there_a_drag_asks_the_server_nothing(server, visit):
    page = visit(server + PLACE)
    page.evaluate(LISTEN)
    entries, sent = page.evaluate("history.length"), []
    with page.expect_response("**/sweep-gradient_flow-update_bias.json*"):
        slider(page, NAME).focus()
    page.on("request", lambda request: sent.append(request.url))
    start, end = grasp(page), grasp(page, 0.25)
    page.mouse.move(*start)
    page.mouse.down()
    for _ in range(100):  # until the sweep, which has come, is unpacked as well
        page.mouse.move(*end, steps=12)
        if page.evaluate("window.frames_told?.length > 3"):
            break
        page.mouse.move(*start, steps=12)
    page.wait_for_function("window.frames_told?.at(-1).alt.includes('(gate bias −1)')")
    assert "update_bias" not in page.url
    last = page.evaluate("window.frames_told.at(-1).alt")
    value = float(slider(page, NAME).input_value())
    assert value == -1
    page.mouse.up()
    page.wait_for_url(f"**update_bias={value:g}*")
    settled(page)
    page.wait_for_function("(alt) => document.querySelector('.gruviz-chart').ariaLabel.startsWith(alt)", arg=last)
    assert page.evaluate("history.length") == entries + 1
    assert not sent
    page.go_back()
    page.wait_for_function("(moved) => moved.value === '-4'", arg=slider(page, NAME).element_handle())


def test_until_the_sweep_is_there_the_server_draws_the_newest_value(server, visit):
    page = visit(server + PLACE)
    page.route("**/sweep-*", lambda route: None)  # it never comes
    before, entries = pictures(page)[0]["alt"], page.evaluate("history.length")
    page.mouse.move(*grasp(page))
    page.mouse.down()
    end = grasp(page, 0.25)
    page.mouse.move(*end, steps=12)
    page.wait_for_function("document.querySelector('.gruviz-chart').ariaLabel.includes('(gate bias −1)')")
    assert "update_bias" not in page.url
    page.mouse.up()
    page.wait_for_url("**update_bias=-1*")
    assert page.evaluate("history.length") == entries + 1
    settled(page)
    after = pictures(page)[0]["alt"]
    assert after != before
    typed = page.locator(f".st-key-{NAME}_slider .gruviz-slider-number")
    assert typed.get_attribute("aria-label").endswith(", as a number")
    typed.fill("5")
    typed.press("Enter")
    assert "Type a number from −8 to 4. It is still −1.00." in page.get_by_role("alert").all_inner_texts()
    assert pictures(page)[0]["alt"] == after
    typed.fill("0,5")
    typed.press("Enter")
    page.wait_for_url("**update_bias=0.5*")
    assert typed.input_value() == "0.50"
