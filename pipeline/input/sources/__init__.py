"""Workbooks of other organisations, described in `input/kilder.toml`: read by their description, checked, written as plain tables.

Enters: the description and the workbooks. Leaves: `SourceTable` values, each value with its cell; or all problems at once.
Never: a guessed value, or code for a single source.
"""
