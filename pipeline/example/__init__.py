"""Invented input workbooks, as a person would keep them: for a first look, for tests and for benchmarks at any size."""

from pipeline.example.generate import write_example
from pipeline.workbooks import write_configuration

__all__ = ["write_configuration", "write_example"]
