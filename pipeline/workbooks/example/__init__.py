"""Example workbooks with invented numbers: for a first look, for tests, and for benchmarks at any size."""
