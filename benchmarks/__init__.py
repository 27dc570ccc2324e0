"""How fast the program is, as ratios within one run. No test depends on a time."""
