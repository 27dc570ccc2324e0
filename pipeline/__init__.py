"""Neighbourhood reports of Københavns Kommune: workbooks in, one before/after PDF per forum out."""

__version__ = "0.2.0"

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # holds the package; other processes import it from here
_IN_WHEEL = Path(__file__).resolve().parent / "shipped"  # where the build puts what lies beside the package in a checkout
SHIPPED = _IN_WHEEL if _IN_WHEEL.is_dir() else ROOT
"""Holds the files that are not modules: templates/, input/ with the settings and policies, deploy/ and its script, and requirements.txt."""
