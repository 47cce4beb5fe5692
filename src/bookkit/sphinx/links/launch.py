"""Links that run a page elsewhere: Binder, a JupyterHub, Colab. With no address known, there is none.

All of them open the student edition's branch, never the instructors' source. The addresses come from
`natoiraq_launch` in `_config.yml`; the repository may also come from the git remote `origin`, provided that
the student edition's branch was seen there.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

# What may stand in natoiraq_launch, and what holds where it does not.
SETTINGS: Mapping[str, str] = {
    "repository": "",  # of the published copy; without it, the git remote
    "branch": "student",
    "binder": "https://mybinder.org",
    "jupyterhub": "",  # a hub with nbgitpuller
    "colab": "",
}
# Forms of git addresses: with a scheme, perhaps with a user and password, or in scp's way.
REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]+@)?|[\w.-]+@)(?P<host>[\w.-]+)(?::\d+(?=/))?[:/](?P<path>[\w./~-]+?)(?:\.git)?/?"
)
# Where anybody may read a public repository; of other hosts in a remote nothing is known.
PUBLIC = {"github.com": "gh", "gitlab.com": "gl"}
EXERCISE = re.compile(r"book/exercises/(?!index$)([\w-]+)")


@dataclass(frozen=True)
class Repository:
    """A published repository, without the user or password that its address may carry."""

    host: str
    path: str

    @property
    def address(self) -> str:
        """The address to clone it from."""
        return f"https://{self.host}/{self.path}"

    @classmethod
    def at(cls, address: str) -> Repository | None:
        """Return the repository at a git address; None for a folder or anything else that is no address."""
        found = REMOTE.fullmatch(address)
        return cls(found["host"].lower(), found["path"]) if found else None


def remote(root: Path, branch: str) -> Repository | None:
    """Return where `origin` is, if the public can read it and its branch `branch` was seen there."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(root), *arguments]
        try:
            return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        except FileNotFoundError:  # a machine without git has no remote either
            return ""

    found = Repository.at(git("remote", "get-url", "origin"))
    if found is None or found.host not in PUBLIC:
        return None
    return found if git("rev-parse", "--verify", "--quiet", f"refs/remotes/origin/{branch}") else None


def place(page: str, suffix: str) -> str:
    """Return where a page's notebook is in the student edition: for an exercise, the notebook to hand in."""
    exercise = EXERCISE.fullmatch(page)
    return f"exercises/{exercise[1]}/{exercise[1]}.ipynb" if exercise else page + suffix


def links(settings: Mapping[str, str], repository: Repository, notebook: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each service that can run `notebook`, and the address that does it.

    Parameters
    ----------
    settings
        As `SETTINGS`.
    repository
        Where the student edition's branch is.
    notebook
        Its path in the student edition.
    """
    branch = quote(settings["branch"], safe="")
    if settings["binder"]:
        if provider := PUBLIC.get(repository.host):
            spec = f"{provider}/{repository.path if provider == 'gh' else quote(repository.path, safe='')}"
        else:
            spec = f"git/{quote(repository.address, safe='')}"
        opened = urlencode({"urlpath": f"lab/tree/{notebook}"})
        yield "Binder", f"{settings['binder'].rstrip('/')}/v2/{spec}/{branch}?{opened}"
    if settings["jupyterhub"]:
        folder = repository.path.rsplit("/", 1)[-1]  # what nbgitpuller names the clone
        pulled = {
            "repo": repository.address,
            "branch": settings["branch"],
            "urlpath": f"lab/tree/{folder}/{notebook}",
        }
        hub = settings["jupyterhub"].rstrip("/")
        yield "JupyterHub", f"{hub}/hub/user-redirect/git-pull?{urlencode(pulled)}"
    # Colab reads notebooks in JSON, and from GitHub only.
    if settings["colab"] and repository.host == "github.com" and notebook.endswith(".ipynb"):
        yield "Colab", f"{settings['colab'].rstrip('/')}/github/{repository.path}/blob/{branch}/{notebook}"


def read_settings(app: Sphinx, config: Config) -> None:
    """Check `natoiraq_launch`, find the repository and give the page's header a place for the links.

    Raises
    ------
    ConfigError
        When a setting has no meaning.
    """
    given = config.natoiraq_launch
    if unknown := sorted(set(given) - set(SETTINGS)):
        raise ConfigError(
            f"_config.yml: natoiraq_launch has no setting {unknown[0]!r}. "
            f"Cure: use one of {', '.join(SETTINGS)}."
        )
    settings = {**SETTINGS, **{name: value or "" for name, value in given.items()}}
    repository = Repository.at(settings["repository"])
    if settings["repository"] and repository is None:
        raise ConfigError(
            f"_config.yml: natoiraq_launch: {settings['repository']!r} is no address of a repository. "
            "Cure: write it as https://github.com/OWNER/NAME."
        )
    config.natoiraq_launch = settings
    config.natoiraq_repository = repository or remote(Path(app.srcdir), settings["branch"])
    header = ["natoiraq-launch.html", "article-header-buttons.html"]
    config.html_theme_options.setdefault("article_header_end", header)


def add_links(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the template of a page with code where it can be run."""
    repository = app.config.natoiraq_repository
    suffix = context.get("page_source_suffix", "")
    is_notebook = app.env.metadata.get(pagename, {}).get("kernelspec") is not None
    if repository is not None and is_notebook:
        context["launch_links"] = list(links(app.config.natoiraq_launch, repository, place(pagename, suffix)))


def setup(app: Sphinx) -> None:
    """Register the settings and the links."""
    app.add_config_value("natoiraq_launch", {}, "html", [dict])
    app.add_config_value("natoiraq_repository", None, "html")
    app.connect("config-inited", read_settings)
    app.connect("html-page-context", add_links)
