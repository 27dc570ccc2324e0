"""Checks of finished files; `pdf` reads each PDF as a screen reader and an archive would."""
