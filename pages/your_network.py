"""Your network: bring the weights of a network; what is wrong with it, in words, numbers and figures."""

from gruviz.ui.page import page
from gruviz.ui.your_network.controls import TABLE
from gruviz.ui.your_network.view import your_network_view

with page("your_network", "", TABLE) as panel:
    your_network_view(panel)
