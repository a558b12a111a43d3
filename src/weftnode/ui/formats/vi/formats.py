"""What Django leaves out: thousands are set apart."""

NUMBER_GROUPING = 3
