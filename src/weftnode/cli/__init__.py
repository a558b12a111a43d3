"""`weft node …`: one short file a verb. Django is loaded by the verbs, not by the door."""
