"""Where a gradient goes: decay, paths, single steps, weights, loss against source."""
