"""Maps: what becomes of a cell over a grid of two settings; before training, and after."""
