"""The inspect room: every rendered PDF enters, read back as a screen reader and an archive would. Sound ones leave as they came.

Never: a change of a PDF, and never trust in the renderer. The veraPDF engine knows more rules, but takes seconds and needs Java; what is
checked here takes a blink, and runs on every PDF of every run.
"""

from pipeline.inspect.inspection import InspectionFailed, find_faults, inspect_pdf

__all__ = ["InspectionFailed", "find_faults", "inspect_pdf"]
