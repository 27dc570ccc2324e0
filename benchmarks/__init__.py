"""How fast the program is, and how often and how much it hides and flags: as ratios within one run. No test depends on a time."""
