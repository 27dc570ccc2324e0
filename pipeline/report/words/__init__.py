"""Sentences of the reports: verdicts, headings, notes, questions."""
