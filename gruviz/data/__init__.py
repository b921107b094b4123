"""What networks read: recorded series, tables of one's own, signals, a simulated cart."""
