"""Charts as SVG by small pure functions: positions come from values, domains from data, and each chart says in words what it shows."""
