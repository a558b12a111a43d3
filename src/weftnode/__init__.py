"""The node: the system a country runs. It keeps the records, shows the pages and talks to partners; the engine does the work."""
