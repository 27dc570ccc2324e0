"""Neighbourhood reports of Københavns Kommune: workbooks in, one before/after PDF per forum out."""

__version__ = "0.1.2"
