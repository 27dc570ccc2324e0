"""The inspect room: every rendered PDF enters, read back as a screen reader and an archive would. What is wrong with it leaves.

Never: a change of a PDF, and never trust in the renderer. The veraPDF engine knows more rules, but takes seconds and needs Java; what is
checked here takes a blink, and runs on every PDF of every run.
"""
