"""The workflows that publish: only what is pinned runs, and no job may do more than it says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
USES = re.compile(r"\buses: (\S+)(.*)")
# What a job may write, and nothing beside it.
GRANTED = {
    "student": {"contents": "write"},
    "pages": {"pages": "write", "id-token": "write"},
    "release": {"contents": "write"},
}


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.name)
def workflow(request: pytest.FixtureRequest) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(request.param.read_text(encoding="utf-8"))
    return read


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def test_there_is_a_workflow() -> None:
    assert [path.name for path in WORKFLOWS] == ["publish.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_with_its_version(path: Path) -> None:
    used = USES.findall(path.read_text(encoding="utf-8"))
    assert used
    versions: dict[str, set[str]] = {}
    for action, rest in used:
        assert PINNED.fullmatch(action), action
        assert re.fullmatch(r"  # v\d+\.\d+\.\d+", rest), f"{action} does not say its version"
        versions.setdefault(action.split("@")[0], set()).add(action + rest)
    assert {name for name, found in versions.items() if len(found) > 1} == set()  # one version of each


def test_jobs_read_unless_they_say_otherwise(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    granted = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert granted == GRANTED


def test_no_credentials_stay_where_they_are_not_needed(workflow: dict[str, Any]) -> None:
    for name, job in workflow["jobs"].items():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@") and name not in GRANTED:
                assert step["with"]["persist-credentials"] is False


def test_a_pull_request_publishes_nothing(workflow: dict[str, Any]) -> None:
    jobs = workflow["jobs"]
    assert "pull_request_target" not in workflow[True]  # YAML reads the key `on` as true
    for name in ("student", "build"):
        assert "github.event_name != 'pull_request'" in jobs[name]["if"]
    for name in ("pages", "release"):
        assert jobs[name]["needs"] == "build"
    for name in ("student", "build"):
        assert {"test", "pythons"} <= set(jobs[name]["needs"])


def test_no_step_puts_a_name_from_outside_into_a_script(workflow: dict[str, Any]) -> None:
    """Past mistakes of others: a branch or tag named like a command was run as one."""
    assert [step["run"] for step in steps(workflow) if "${{" in step.get("run", "")] == []


def test_every_target_it_makes_exists(workflow: dict[str, Any]) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    made = re.findall(r"\bmake ([\w-]+)", "\n".join(step.get("run", "") for step in steps(workflow)))
    assert {"student", "archive"} <= set(made) <= targets


def test_jobs_end_and_do_not_overtake_each_other(workflow: dict[str, Any]) -> None:
    assert all(0 < job["timeout-minutes"] <= 90 for job in workflow["jobs"].values())
    assert "github.ref" in workflow["concurrency"]["group"]


def test_installed_packages_are_kept_between_runs(workflow: dict[str, Any]) -> None:
    set_up = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/setup-python@")]
    assert len(set_up) == 4
    for step in set_up:
        assert step["with"]["cache"] == "pip"
        for path in step["with"]["cache-dependency-path"].split():
            assert (ROOT / path).is_file()
