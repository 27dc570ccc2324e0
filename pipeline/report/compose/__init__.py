"""Compose one frozen report per forum, and one for the city, from compared numbers. Only computes what is needed for display."""
