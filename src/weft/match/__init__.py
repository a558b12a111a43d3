"""Asking without telling: hit or no hit between two agencies, with nobody opening files and nobody able to fish (WMP/1)."""
