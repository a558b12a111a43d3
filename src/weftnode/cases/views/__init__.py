"""Pages of cases, by what they show."""
