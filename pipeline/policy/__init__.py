"""Policies: which indicators, how they become an index, what makes an area's status. A file that an analyst can review.

Enters: a TOML file. Leaves: `Policy`, whole and consistent, or `InputRejected` with the key that is wrong.
Never: a number; `pipeline.arithmetic` reckons with what stands here. docs/politikker.md explains every key.
"""

from pipeline.policy.conclusion import ConclusionRule
from pipeline.policy.model import Policy, Reference, Status
from pipeline.policy.parts import Criterion, Domain, Index, Indicator
from pipeline.policy.read import FOLDER, read_policy, read_policy_file
from pipeline.policy.steps import Normalise, Transform

__all__ = [
    "FOLDER",
    "ConclusionRule",
    "Criterion",
    "Domain",
    "Index",
    "Indicator",
    "Normalise",
    "Policy",
    "Reference",
    "Status",
    "Transform",
    "read_policy",
    "read_policy_file",
]
