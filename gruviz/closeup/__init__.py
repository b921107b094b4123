"""One network followed step by step, and what is done to it on the way."""
