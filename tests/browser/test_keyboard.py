"""Everything by keyboard."""

from tests.browser.conftest import slider


def test_every_control_of_the_home_page_is_reached_by_tab_and_focus_stays_on_the_slider_that_is_moved(server, visit):
    page = visit(server)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                """() => {
                  const active = document.activeElement;
                  const home = active.closest('[class*=st-key-home_][class*=_slider]');
                  const key = home && [...home.classList].find((name) => name.startsWith('st-key-home_'));
                  if (active.matches('input[type=range]')) return key.replace('_slider', '');
                  return active.innerText?.trim() || active.tagName;
                }"""
            )
        )
    assert {"st-key-home_seq_len", "st-key-home_gain", "st-key-home_update_bias"} <= reached
    assert {"GRUViz", "Gradient flow"} <= reached
    assert any(text.endswith("Numbers and files") for text in reached), reached
    assert any(text.startswith("Open the laboratory") for text in reached), reached

    moved = slider(page, "home_gain")
    moved.focus()
    for expected in ("1.05", "1.1", "1.15"):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("(value) => new URLSearchParams(location.search).get('gain') === value", arg=expected)
        assert moved.evaluate("(input) => input === document.activeElement")
