"""The package of computed facts registers all that it holds."""

from __future__ import annotations

from pathlib import Path

from natoiraq import facts


def test_every_module_is_imported() -> None:
    """Guard against a new module whose facts nobody finds."""
    modules = {path.stem for path in Path(facts.__file__).parent.glob("*.py")}
    assert modules - {"__init__"} == set(facts.__all__)
