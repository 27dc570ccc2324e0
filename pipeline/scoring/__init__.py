"""Shares, criteria, index and status of every unit; `compare` compares two years, `score_file` scores any table."""
