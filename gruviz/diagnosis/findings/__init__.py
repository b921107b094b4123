"""Findings: what is wrong with a layer, with the numbers that say so and one thing to try; one file per rule."""
