"""Comparison of two years: changes, verdicts, decomposition, robustness, money and organisation."""
