"""Invented worlds with known truth, the score of what was found in them, and Hypothesis strategies. Nothing here is real."""
