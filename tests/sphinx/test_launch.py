"""Links that run a page elsewhere: there when an address is known, to the student edition, and never dead."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from sphinx.errors import ConfigError

from bookkit.sphinx.links import launch
from bookkit.sphinx.links.launch import SETTINGS, Repository
from bookkit.sphinx.look import assets

GITHUB = Repository("github.com", "school/not-a-surge")
COMMIT = ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--allow-empty", "-qm", "x"]


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository as a clone leaves it: a remote, and the branches that were seen there."""
    git(tmp_path, "init", "-q")
    git(tmp_path, *COMMIT)
    git(tmp_path, "remote", "add", "origin", "https://github.com/school/not-a-surge.git")
    git(tmp_path, "update-ref", "refs/remotes/origin/student", "HEAD")
    return tmp_path


def configured(root: Path, **settings: str) -> Any:
    config = SimpleNamespace(natoiraq_launch=settings, html_theme_options={})
    launch.read_settings(SimpleNamespace(srcdir=root), config)  # type: ignore[arg-type]
    return config


def header(config: Any, page: str = "book/2-history", kernelspec: str | None = "python3") -> str:
    """Return what the header of a page holds."""
    metadata = {page: {"kernelspec": kernelspec}} if kernelspec else {page: {}}
    app = SimpleNamespace(config=config, env=SimpleNamespace(metadata=metadata))
    context: dict[str, Any] = {"page_source_suffix": ".md"}
    launch.add_links(app, page, "page.html", context, None)  # type: ignore[arg-type]
    templates = Environment(loader=FileSystemLoader(assets.TEMPLATES), autoescape=True)
    return templates.get_template("natoiraq-launch.html").render(context).strip()


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/school/not-a-surge",
        "https://github.com/school/not-a-surge.git",
        "https://someone:secret@github.com/school/not-a-surge.git",
        "git@github.com:school/not-a-surge.git",
        "ssh://git@github.com/school/not-a-surge.git",
        "ssh://git@GitHub.com:22/school/not-a-surge/",
    ],
)
def test_every_form_of_a_git_address_is_understood_without_its_password(address: str) -> None:
    assert Repository.at(address) == GITHUB


@pytest.mark.parametrize("address", ["", "/srv/git/book.git", "../book", "file:///srv/book", "C:\\book"])
def test_a_folder_is_no_address(address: str) -> None:
    assert Repository.at(address) is None


def test_without_remote_or_setting_a_page_has_no_button(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert header(configured(tmp_path)) == ""


def test_a_remote_gives_a_button_to_the_student_edition(clone: Path) -> None:
    html = header(configured(clone))
    address = "https://mybinder.org/v2/gh/school/not-a-surge/student?urlpath=lab%2Ftree%2Fbook%2F2-history.md"
    assert html.count("<a ") == 1
    assert f'<a href="{address}">Binder</a>' in html


def test_no_button_before_the_student_edition_was_published(clone: Path) -> None:
    git(clone, "update-ref", "-d", "refs/remotes/origin/student")
    assert header(configured(clone)) == ""


def test_no_button_to_a_remote_that_readers_may_not_reach(clone: Path) -> None:
    git(clone, "remote", "set-url", "origin", "git@git.school.example:teaching/book.git")
    assert header(configured(clone)) == ""


def test_a_page_without_code_has_no_button(clone: Path) -> None:
    assert header(configured(clone), "book/reference/about", kernelspec=None) == ""


def test_settings_win_over_the_remote(clone: Path) -> None:
    config = configured(
        clone,
        repository="https://git.school.example/teaching/book",
        branch="students",
        jupyterhub="https://hub.school.example/",
        colab="https://colab.research.google.com",
    )
    html = header(config)
    assert "mybinder.org/v2/git/https%3A%2F%2Fgit.school.example%2Fteaching%2Fbook/students?" in html
    assert (
        "https://hub.school.example/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgit.school.example" in html
    )
    assert "&amp;branch=students&amp;urlpath=lab%2Ftree%2Fbook%2Fbook%2F2-history.md" in html
    assert "Colab" not in html  # it reads GitHub only


def test_a_service_set_to_nothing_has_no_button(clone: Path) -> None:
    assert header(configured(clone, binder="")) == ""


def test_an_exercise_opens_as_the_notebook_to_hand_in(clone: Path) -> None:
    config = configured(clone, colab="https://colab.research.google.com")
    html = header(config, "book/exercises/ex1-who-does-what")
    notebook = "exercises/ex1-who-does-what/ex1-who-does-what.ipynb"
    assert f"https://colab.research.google.com/github/school/not-a-surge/blob/student/{notebook}" in html
    assert notebook.replace("/", "%2F") in html
    assert "Colab" not in header(config, "book/2-history")  # it opens no Markdown


def test_gitlab_has_its_own_form() -> None:
    found = dict(launch.links(SETTINGS, Repository("gitlab.com", "a/b/c"), "book/primer.md"))
    assert found["Binder"].startswith("https://mybinder.org/v2/gl/a%2Fb%2Fc/student?")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"binderhub": "x"}, "no setting 'binderhub'"),
        ({"repository": "our server"}, "no address of a repository"),
    ],
)
def test_a_setting_without_meaning_stops_the_build(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        configured(tmp_path, **settings)
