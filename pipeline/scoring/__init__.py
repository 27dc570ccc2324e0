"""Shares, criteria, index and status of every unit; `compare` holds two years against each other, `score_file` scores any table."""
