"""Formats that are read in a process of their own: PyTorch's, and HDF5 as Keras writes it."""
