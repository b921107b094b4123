"""What one does with a trained model and an input of one's own: the computations behind "try it".

One file per kind of application. All take a `TrainedModel`, run its network in NumPy and return numbers for all of
its E seeds, unless a member is asked for.
"""
