"""What an analyst sets: `indstillinger.toml`, accepted names, the period; `policy` holds the policy files."""
