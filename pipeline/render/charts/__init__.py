"""Charts as SVG, drawn by small pure functions: positions follow from values, domains from data, and each has a text alternative."""
