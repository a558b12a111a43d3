"""What Django leaves out: thousands are set apart, short dates are short enough for a table."""

NUMBER_GROUPING = 3
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
