"""docs/politikker.md: its examples are valid policies, and it names every existing key, method and file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from pipeline.settings.policy.conclusion import ConclusionRule
from pipeline.settings.policy.model import Input, Policy, Reference, Status
from pipeline.settings.policy.parts import Columns, Criterion, Domain, Index, Indicator, Operator, Quantiles
from pipeline.settings.policy.read import read_policy_file
from pipeline.settings.policy.steps import Normalise, NormaliseMethod, Transform, TransformMethod
from tests.build import INPUT, ROOT

PAGE = (ROOT / "docs" / "politikker.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
MODELS = (Policy, Input, Reference, Indicator, Columns, Criterion, Transform, Normalise, Domain, Index, Quantiles, Status, ConclusionRule)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split('"')[1])
def test_every_example_is_a_policy(example: str, tmp_path: Path) -> None:
    """What stands on the page can be copied into a file and read."""
    (tmp_path / "p.toml").write_text(example, encoding="utf-8")
    assert read_policy_file(tmp_path / "p.toml").indicators


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_on_the_page(model: type[BaseModel]) -> None:
    """Every key of a policy is explained."""
    assert [key for key in model.model_fields if not re.search(rf"\b{key}(`|\]| = )", PAGE)] == []


def test_every_method_and_sign_is_on_the_page() -> None:
    """Every value that a key may have is named."""
    methods = (*get_args(TransformMethod), *get_args(NormaliseMethod), *get_args(Operator))
    assert [method for method in methods if f"`{method}`" not in PAGE] == []


def test_every_shipped_policy_is_on_the_page() -> None:
    """The table of files is whole."""
    assert {path.name for path in (INPUT / "politik").glob("*.toml")} == set(re.findall(r"\| `([\w-]+\.toml)` \|", PAGE))
