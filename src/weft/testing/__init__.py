"""Invented worlds with known truth, and the score of what was found in them."""
