"""What the codebook says of a field."""

from __future__ import annotations

from typing import Any

import pytest

from bookkit.notebooks.generated import field_rules


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ({"required": True, "minimum": 0, "maximum": 100}, "at least 0; at most 100"),
        ({"required": True, "exclusiveMinimum": 0, "exclusiveMaximum": 1}, "more than 0; less than 1"),
        ({"required": True, "enum": ["low", "high"]}, "one of `low`, `high`"),
        ({"unique": True}, "unique"),
        ({}, "may be empty"),
    ],
)
def test_each_rule_of_a_field_is_put_into_words(constraints: dict[str, Any], words: str) -> None:
    assert field_rules({"name": "share", "constraints": constraints}) == words
