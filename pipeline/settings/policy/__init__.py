"""Policies: which indicators, how they become an index, what makes an area's status. A file that an analyst can review.

Enters: a TOML file. Leaves: `Policy`, whole and consistent, or `InputRejected` with the key that is wrong.
Never: a number; `pipeline.scoring.steps` reckons with what stands here. docs/politikker.md explains every key.
"""
