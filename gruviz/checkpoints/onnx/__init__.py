"""ONNX files, of which only the weights of recurrent nodes are read; the package onnx is not needed for that."""
