"""What a claim about cells rests on: costs, half-lives, speed, published results; and the verdicts."""
