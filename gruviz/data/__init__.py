"""What networks read: recorded series, tables of one's own, generated signals, a simulated cart."""
