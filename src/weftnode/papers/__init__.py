"""What is printed: one description of a paper, made into PDF or DOCX."""
