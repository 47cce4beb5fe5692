"""Runs one check that must not be passed and returns what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookkit.checks import CheckFailed


def failing(check: Callable[..., None], *args: Any, **options: Any) -> CheckFailed:
    with pytest.raises(CheckFailed) as caught:
        check(*args, **options)
    return caught.value
