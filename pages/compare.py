"""Which cell to use: each claim made for the GRU, put to the test."""

from gruviz.ui.compare.builder import builder
from gruviz.ui.compare.cards import claim_cards
from gruviz.ui.compare.chosen import chosen_claim, further_evidence
from gruviz.ui.compare.controls import TABLE
from gruviz.ui.compare.verdicts import verdicts
from gruviz.ui.page import page

with page("compare", "GRU, LSTM or plain RNN? Eight claims, put to the test", TABLE) as panel:
    found = verdicts(panel.values)
    claim_cards(panel, found)
    chosen_claim(panel, found[panel.values["view"]])
    builder(panel)
    further_evidence(panel)
