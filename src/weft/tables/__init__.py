"""Arrow schemas for the large things. See `weft.tables.schemas`."""
