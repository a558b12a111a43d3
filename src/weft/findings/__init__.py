"""What a run hands to people and to other programs: the CSV files of the contract, and the page to read."""
