"""The analyst's settings: `indstillinger.toml`, accepted names, the period; `policy` reads the policy files."""
