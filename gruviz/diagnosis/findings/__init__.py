"""Findings: what is wrong with a layer, with the numbers that say so and one thing to try; one file per rule."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.rules import RULES, find

__all__ = ["RULES", "Finding", "Severity", "find"]
