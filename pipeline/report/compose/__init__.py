"""Compose one frozen report per forum, and one for the city, from compared numbers. Computes nothing that is not display."""
