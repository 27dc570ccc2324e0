"""Composed sentences of the reports: verdicts, headings, notes, questions."""
