"""Workbooks of others, described in `input/kilder.toml`: read as the description says, checked, and written as plain tables.

Enters: the description and the workbooks. Leaves: `SourceTable` values, whose every value knows its cell; or all problems at once.
Never: a value that was guessed, and code for a single source.
"""
