"""Two years compared: changes, verdicts, decomposition, robustness, money and organisation."""
