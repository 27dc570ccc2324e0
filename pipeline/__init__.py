"""Neighbourhood reports of Københavns Kommune: workbooks in, one before/after PDF per forum out."""

__version__ = "0.2.0"

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # the project: holds the templates, the example input, and the files of the program hash
