"""Settings are written once, where they may be, and JupyterLab's keys stay out of what cells show."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from jupyterlab.commands import get_app_dir

from bookkit.notebooks import own
from bookkit.notebooks.keyboard import OUTSIDE, shortcuts
from bookkit.notebooks.lab import CONTENTS, KEYS, READER, set_up
from natoiraq import __main__ as command

LAB = Path(get_app_dir()).parent


def overrides(prefix: Path) -> dict[str, Any]:
    path = prefix / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_setting_up_keeps_what_was_set_before(tmp_path: Path) -> None:
    config = tmp_path / "etc" / "jupyter" / "jupyter_server_config.json"
    config.parent.mkdir(parents=True)
    config.write_text('{"ServerApp": {"port": 9000}}')
    set_up(tmp_path)
    assert json.loads(config.read_text()) == {"ServerApp": {"port": 9000, "contents_manager_class": CONTENTS}}
    assert "Jupytext Notebook" in json.dumps(overrides(tmp_path))


def test_setting_up_again_writes_nothing(tmp_path: Path) -> None:
    """Past mistake: in an environment of an administrator it failed, although nothing would have changed."""
    set_up(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    before = [(path, path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) for path in files]
    set_up(tmp_path)
    assert before == [(p, p.read_bytes(), p.stat().st_mtime_ns, p.stat().st_ino) for p in files]


def test_each_key_of_the_cells_is_set_again_for_outside_of_outputs() -> None:
    schema = json.loads(
        (LAB / "lab/schemas/@jupyterlab/notebook-extension/tracker.json").read_text(encoding="utf-8")
    )
    mode = [
        each
        for each in schema["jupyter.lab.shortcuts"]
        if "jp-mod-commandMode" in each["selector"] and each["selector"].endswith(":focus")
    ]
    set_again = shortcuts(LAB)
    assert len(mode) >= 40
    for each in mode:
        assert each | {"disabled": True} in set_again
        assert each | {"selector": each["selector"].removesuffix(":focus") + OUTSIDE} in set_again
    assert any("I" in each["keys"] for each in set_again), "the kernel's keys as well"
    assert not any("," in each["selector"] for each in set_again), "JupyterLab refuses a list"


def test_a_new_shortcut_is_covered_by_itself(tmp_path: Path) -> None:
    schema = tmp_path / "labextensions" / "new" / "schemas" / "new" / "plugin.json"
    schema.parent.mkdir(parents=True)
    taken = {"command": "new:act", "keys": ["Q"], "selector": ".jp-Notebook :focus"}
    other = {"command": "new:open", "keys": ["Accel Q"], "selector": "body"}
    schema.write_text(json.dumps({"jupyter.lab.shortcuts": [taken, other]}))
    assert shortcuts(tmp_path) == [
        taken | {"disabled": True},
        taken | {"selector": f".jp-Notebook {OUTSIDE}"},
    ]


def test_an_environment_that_may_not_be_written_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(prefix: Path) -> None:
        raise PermissionError(13, "Permission denied", str(prefix))

    monkeypatch.setattr("bookkit.notebooks.lab.set_up", refuse)
    assert command.main(["lab", "--set-up-only"]) == 1
    assert "Cure: run this as the owner" in capsys.readouterr().err


def test_two_copies_of_the_book_keep_their_results_apart(tmp_path: Path) -> None:
    one, other = own.folder_for(str(tmp_path / "a" / "book")), own.folder_for(str(tmp_path / "b" / "book"))
    assert one != other
    assert own.folder() in one.parents
    long = tmp_path / ("مشروع العراق" * 9) / "book"
    assert len(own.folder_for(str(long)).name.encode()) < 250


def test_nbgraders_panels_are_off_for_readers_and_on_for_a_course() -> None:
    off = json.loads((READER / "jupyter_server_config.d" / "nbgrader_off.json").read_text())
    on = json.loads(Path(sys.prefix, "etc/jupyter/jupyter_server_config.d/nbgrader.json").read_text())
    names = on["ServerApp"]["jpserver_extensions"]
    assert off["ServerApp"]["jpserver_extensions"] == dict.fromkeys(names, False)
    assert (LAB / "labextensions" / "@jupyter" / "nbgrader").is_dir()
    page = json.loads((READER / "labconfig" / "page_config.json").read_text())
    assert page["disabledExtensions"] == {"@jupyter/nbgrader": True}
    assert KEYS.startswith("@jupyterlab/")
