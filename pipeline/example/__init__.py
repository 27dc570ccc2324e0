"""Invented input workbooks, as a person would keep them: for a first look, for tests and for benchmarks at any size."""

from pipeline.example.configuration_files import write_configuration
from pipeline.example.generate import write_example

__all__ = ["write_configuration", "write_example"]
