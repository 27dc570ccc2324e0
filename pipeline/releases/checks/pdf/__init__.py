"""Inspection of every rendered PDF, read as a screen reader and an archive would. Enters: the PDF. Leaves: its faults.

Never: a change to a PDF, or trust in the renderer. The veraPDF engine has more rules, but takes seconds and needs Java; these checks take
a fraction of a second and run on every PDF of every run.
"""
