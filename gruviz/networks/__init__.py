"""What stands around a cell: readout, decoder, attention; in NumPy and under autograd."""
