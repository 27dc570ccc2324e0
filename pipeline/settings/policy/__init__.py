"""Policies: the indicators, how they form an index, and what gives an area its status. Files that an analyst can review.

Enters: a TOML file. Leaves: `Policy`, complete and consistent, or `InputRejected` with the wrong key.
Never: a computation; `pipeline.scoring.steps` does that. docs/politikker.md explains every key.
"""
