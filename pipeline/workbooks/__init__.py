"""Workbooks that we write for people: templates, examples, plain tables."""
