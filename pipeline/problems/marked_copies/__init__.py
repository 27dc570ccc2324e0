"""Copies of the input workbooks with every problem marked in its cell."""
