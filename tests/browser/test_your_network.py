"""The page Your network in a real browser: the example, a file of one's own, a phone."""

from tests.browser.conftest import PATIENCE, grave_violations, pictures, settled
from tests.browser.test_applications import SHIFTS, fits
from tests.ui.your_network.made import file


def test_the_example_speaks_on_the_first_screen_and_a_file_takes_its_place(server, visit):
    page = visit(f"{server}/your_network?seq_len=20", width=1280, height=720)
    pictures(page)
    assert page.evaluate(SHIFTS) < 0.1
    assert "keeps nothing of its past" in page.locator("h1").inner_text()
    for first in ("[class*=st-key-your_network_finding_0] strong", ".st-key-your_network_gradient_plot .gruviz-chart"):
        box = page.locator(first).first.bounding_box()
        assert box["y"] + box["height"] <= 720, first
    mine = {"name": "mine.safetensors", "mimeType": "application/octet-stream", "buffer": file(cell="lstm", rows=6)}
    page.locator(".st-key-your_network_bring input[type=file]").set_input_files(mine)
    page.get_by_text("Found 1 LSTM layer in rnn: 3 inputs, 4 units.").first.wait_for(timeout=PATIENCE)
    page.wait_for_url("**network=mine.safetensors*")
    settled(page)
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    assert fits(page)
    assert not grave_violations(page)
