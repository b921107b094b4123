"""Where a cell learns: a grid of settings before training and after."""
