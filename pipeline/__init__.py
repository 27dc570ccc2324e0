"""Neighbourhood reports of Københavns Kommune: workbooks in, one before/after PDF per forum out."""

__version__ = "0.1.2"

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # of the project: the templates, the example input, and what is hashed as the program
