"""Thousands set apart by commas, as statistics and banks print them; Django groups by four with blanks."""

NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = ","
