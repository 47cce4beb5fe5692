"""A folder as a commit on a branch of its own, without touching the files or branch that are checked out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bookkit.editions.source import commit, git
from bookkit.errors import ToldError

MARK = "Student edition of "


def write(root: Path, folder: Path, branch: str) -> str | None:
    """Commit `folder` to `branch` and return the new commit, or None when the branch has these files already.

    Parameters
    ----------
    root
        The repository.
    folder
        What the branch shall hold; all of it, ignored or not.
    branch
        Name of the branch; made if it does not exist.

    Raises
    ------
    ToldError
        When the files in `root` are not those of its commit, or the branch holds something else.
    """
    source = commit(root)
    if not source.clean:
        raise ToldError("Some files differ from the last commit. Cure: commit them, then write the branch.")
    reference = f"refs/heads/{branch}"
    old = git(root, "for-each-ref", "--format=%(objectname)", reference)
    if old and not git(root, "log", "-1", "--format=%s", old).startswith(MARK):
        raise ToldError(f"The branch {branch} holds no student edition. Cure: choose another name.")
    tree = _write_tree(root, folder)
    if old and git(root, "rev-parse", f"{old}^{{tree}}") == tree:
        return None
    parent = ["-p", old] if old else []
    date = {"GIT_AUTHOR_DATE": f"@{source.seconds} +0000", "GIT_COMMITTER_DATE": f"@{source.seconds} +0000"}
    new = git(root, "commit-tree", tree, *parent, "-m", MARK + source.name, environment=date)
    git(root, "update-ref", reference, new, old)
    return new


def _write_tree(root: Path, folder: Path) -> str:
    """Return the tree of `folder`, written with an index of its own."""
    with tempfile.TemporaryDirectory() as place:
        index = {"GIT_INDEX_FILE": str(Path(place, "index"))}
        repository = f"--git-dir={git(root, 'rev-parse', '--absolute-git-dir')}"
        git(folder, repository, "--work-tree=.", "add", "--all", "--force", ".", environment=index)
        return git(root, "write-tree", environment=index)
