"""The `weft` command: one short file per verb. Data go to stdout, words to stderr."""
