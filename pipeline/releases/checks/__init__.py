"""Checks of finished files; `pdf` reads each PDF back as a screen reader and an archive would."""
