"""The student edition: what a student or a public Binder may see, as a folder that builds by itself.

It is put together from a list of what may go in, so that whatever is new in the repository stays out until
somebody decides otherwise.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from bookkit.editions.source import tracked
from bookkit.errors import ToldError
from bookkit.files import folder_written_whole
from natoiraq.editions.withheld import SOURCE, leaks, secrets

FILES = Path(__file__).parent / "student_files"
GOES_IN = (
    ".binder/",
    ".gitignore",
    "CITATION.cff",
    "LICENSE",
    "LICENSE-content",
    "_config.yml",
    "_toc.yml",
    "book/",
    "data/",
    "pyproject.toml",
    "requirements.txt",
    "src/bookkit/",
    "src/natoiraq/",
)
INSTRUCTORS_PAGES = "book/instructors/"
# Parts of the package that serve instructors, authors and publishers only; nothing else imports them.
INSTRUCTORS_MODULES = ("course", "editions", "exercises", "grading", "proofreading", "variants")
STUDENTS_EXTRAS = frozenset({"labs"})
STAYS_OUT = (INSTRUCTORS_PAGES, *(f"src/natoiraq/{name}" for name in INSTRUCTORS_MODULES))
# Lines of a page that lead to instructors' pages stand between these two comments.
FOR_INSTRUCTORS = re.compile(r"^% BEGIN INSTRUCTORS\n.*?^% END INSTRUCTORS\n", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\([^)]*\binstructors/|`[^`]*\binstructors/[^`]*`")


def assemble(root: Path, target: Path) -> None:
    """Make the edition in `target`; what was there stays when anything is wrong.

    Parameters
    ----------
    root
        The repository.
    target
        A folder to make or to replace.

    Raises
    ------
    ToldError
        When an exercise breaks a rule, a page links to an instructors' page, or something withheld got in.
    """
    with folder_written_whole(target) as fresh:
        for path in tracked(root):
            if path.as_posix().startswith(GOES_IN) and not path.as_posix().startswith(STAYS_OUT):
                _put(root / path, fresh / path)
        for path in sorted(FILES.iterdir()):
            _put(path, fresh / path.name)
        _add_exercises(root, fresh)
        _adapt(fresh)
        if found := leaks(fresh, secrets(root)):
            listed = "\n".join(f"  {leak}" for leak in found)
            raise ToldError(f"The student edition would give answers away, so it was not made:\n{listed}")


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def _add_exercises(root: Path, edition: Path) -> None:
    """Write each exercise as its students get it, in the variant that the book shows."""
    from natoiraq.exercises import names, release_notebook
    from natoiraq.exercises.source import write_notebook

    for name in names(root / SOURCE):
        target = edition / "exercises" / name / f"{name}.ipynb"
        write_notebook(release_notebook(root / SOURCE / name), target)


def _adapt(edition: Path) -> None:
    """Make the settings and pages of the book those of an edition without instructors' part."""
    for page in sorted((edition / "book").rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        kept = FOR_INSTRUCTORS.sub("", text)
        if link := LINK.search(kept):
            line = text.count("\n", 0, text.index(link[0])) + 1
            raise ToldError(
                f"{page.relative_to(edition)}:{line}: the line leads to an instructors' page, which students "
                "do not have. Cure: put it between the comments `% BEGIN INSTRUCTORS` and "
                "`% END INSTRUCTORS`."
            )
        page.write_text(kept, encoding="utf-8")
    _rewrite_contents(edition / "_toc.yml")
    _rewrite_project(edition / "pyproject.toml")


def _rewrite_contents(path: Path) -> None:
    """Take the instructors' pages out of the table of contents, and what is then empty."""
    import yaml

    def without(entry: dict[str, Any]) -> dict[str, Any] | None:
        if str(entry.get("file", "")).startswith(INSTRUCTORS_PAGES):
            return None
        kept = dict(entry)
        for key in ("parts", "chapters", "sections"):
            if key in kept:
                kept[key] = [child for item in kept[key] if (child := without(item))]
        return None if kept.get("chapters") == [] else kept

    contents = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(without(contents), sort_keys=False), encoding="utf-8")


def _rewrite_project(path: Path) -> None:
    """Take what is withheld and the tools' settings out of the package's description."""
    import tomlkit

    project = tomlkit.parse(path.read_text(encoding="utf-8"))
    described = project["project"]
    points = described.get("entry-points", {})
    for groups, kind in ((described, "scripts"), *((points, kind) for kind in list(points))):
        kept = {name: where for name, where in groups.get(kind, {}).items() if not _is_withheld(where)}
        groups.pop(kind, None)
        if kept:
            groups[kind] = kept
    for extra in set(described.get("optional-dependencies", ())) - STUDENTS_EXTRAS:
        del described["optional-dependencies"][extra]
    for tool in [name for name in project["tool"] if name != "hatch"]:
        del project["tool"][tool]
    path.write_text(tomlkit.dumps(project), encoding="utf-8")


def _is_withheld(target: str) -> bool:
    """Say whether what an entry point names stays out."""
    path = f"src/{target.partition(':')[0].replace('.', '/')}"
    return path.startswith(STAYS_OUT)
