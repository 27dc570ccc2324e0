"""Every error and finding in an input: its code, place and words, and its presentation on screen, check page and marked copies."""
