"""What one does with a trained model and a custom input: the computations behind every "try it".

One file per kind of application. All take a `TrainedModel`, run its network in NumPy and return numbers for all of
its E seeds, unless a member is asked for.
"""
