"""Every error and finding: its code, place and words; the check page, the screen and the marked copies that show it."""
