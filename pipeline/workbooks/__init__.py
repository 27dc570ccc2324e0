"""Every workbook that we write for people to fill in: templates, examples, plain tables."""
