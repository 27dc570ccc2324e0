"""Invented input workbooks, as a person would keep them: for a first look, for tests and for benchmarks at any size."""
