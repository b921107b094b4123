"""Everything by keyboard."""


def test_every_control_of_the_home_page_is_reached_by_tab(server, visit):
    page = visit(server)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                """() => {
                  const active = document.activeElement;
                  const home = active.closest('[class*=st-key-home_]');
                  const key = home && [...home.classList].find((name) => name.startsWith('st-key-home_'));
                  if (active.matches('input[type=range]')) return key;
                  return active.innerText?.trim() || active.tagName;
                }"""
            )
        )
    assert {"st-key-home_seq_len", "st-key-home_gain", "st-key-home_update_bias"} <= reached
    assert {"GRUViz", "Gradient flow"} <= reached
    assert any(text.endswith("Numbers and files") for text in reached), reached
    assert any(text.startswith("Gradient flow") and text != "Gradient flow" for text in reached), reached


def test_focus_stays_on_the_slider_that_is_moved(server, visit):
    page = visit(server)
    slider = page.locator(".st-key-home_gain input[type=range]")
    slider.focus()
    for expected in ("1.05", "1.1", "1.15"):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("(value) => new URLSearchParams(location.search).get('gain') === value", arg=expected)
        assert slider.evaluate("(input) => input === document.activeElement")
