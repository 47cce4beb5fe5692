"""Every line that the project tells somebody to type works as it is typed: on their system, in any folder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bookkit import project, session
from bookkit.notebooks import install
from bookkit.notebooks.edition import edition
from natoiraq.exercises import handout
from natoiraq.labs import place
from tests.conftest import ROOT

WHEEL = project.current().wheel
PAGES = sorted((ROOT / "book").rglob("*.md"))

HISTORY = ROOT / "book" / "2-history.md"
FENCED = re.compile(r"^( *)(`{3,})(\S*) *\n(.*?)^\1\2 *$", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
# What is in nobody's way on a fresh system, or in everybody's but different on each.
BARE = ("pip", "pip3", "python", "jupyter", "jupyter-lab", "conda", "ipython")
LAUNCHERS = ("python3", "py", *(f"python3.{minor}" for minor in range(11, 15)))
INSTALLS_HERE = re.compile(r'%pip install (?:--quiet )?"[^"]+"')
INSIDE = re.compile(r"(?P<folder>[^\s/\\]*(?:~/)?[\w.-]+)(?:/bin/|\\Scripts\\)")


def texts() -> dict[str, str]:
    """Return what readers, students and instructors are told to type, by where it stands."""
    told = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
    for name in ("README.md", "CONTRIBUTING.md", "exercises/README.md"):
        told[name] = (ROOT / name).read_text(encoding="utf-8")
    student = "src/natoiraq/editions/student_files/README.md"
    told[student] = (ROOT / student).read_text(encoding="utf-8")
    told["a handout"] = handout.instructions("Who does what", "ex1", WHEEL)
    for site in ("", "https://book.example/"):
        cells = edition(HISTORY, "book/2-history", WHEEL, site)["cells"]
        told[f"the first cell of a notebook, site {site or 'unknown'}"] = cells[0]["source"]
    told["a lab without controls"] = re.sub(r'%pip install "[^"]*"', r"`\g<0>`", place.MISSING.cure)
    told["a lab's place"] = place.BENCH._repr_html_().replace("<code>", "`").replace("</code>", "`")
    told["a kernel with old packages"] = session.CURE
    for path in sorted((ROOT / "src" / "natoiraq").rglob("*.py")):
        if messages := "\n".join(_messages(path)):
            told[str(path.relative_to(ROOT))] = messages
    return told


def _messages(path: Path) -> Iterator[str]:
    """Yield the strings of a module that tell somebody what to do: those with a cure."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if "Cure" in text else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "Cure" in node.value:
            yield node.value


def commands(text: str) -> list[str]:
    """Return the command lines of a text, in order: of its blocks, and those that stand in a sentence."""
    found: list[tuple[int, str]] = []
    for block in FENCED.finditer(text):
        lines = [line.strip() for line in block[4].splitlines() if line.strip()]
        if block[3] in ("sh", "bat"):
            found += [(block.start(), line) for line in lines]
        elif block[3] in ("", "text"):  # what a program says, too
            found += [(block.start(), line) for line in lines if line.startswith(("%", "!"))]
    rest = FENCED.sub(lambda block: "\n" * block[0].count("\n"), text)
    if not rest.startswith("---"):  # in a page's text nothing is set in
        found += [(line.start(), line[1]) for line in INDENTED.finditer(rest) if is_command(line[1])]
    found += [(span.start(), span[1]) for span in SPAN.finditer(rest) if is_command(span[1])]
    return [re.sub(r"  +#.*", "", line) for _, line in sorted(found, key=lambda each: each[0])]


def is_command(words: str) -> bool:
    """Return whether somebody would type this, with something after the name of the program."""
    first, _, more = words.partition(" ")
    known = first.lstrip("%!") in (*BARE, *LAUNCHERS, "make", "sudo") or INSIDE.match(first)
    return bool(known and more)


def faults(text: str, *there: str) -> list[str]:
    """Return each line that would not work as typed, with the reason.

    Parameters
    ----------
    text
        What somebody is told.
    there
        Environments that exist when it is told.
    """
    found, made = [], set(there)
    for line in commands(text):
        words = line.removeprefix("sudo ").split()
        if words[0] in BARE:
            found.append(f"{line}: outside of an environment, many systems have or allow no such program")
        if words[0] in LAUNCHERS and "-m venv" not in line:
            found.append(f"{line}: outside of an environment, only one may be made")
        if ".whl" in line and not line.startswith("%"):
            found.append(f"{line}: works only where the terminal stands beside the package")
        if line.startswith("!") or (line.startswith("%pip") and not INSTALLS_HERE.fullmatch(line)):
            found.append(f'{line}: write %pip install --quiet "PACKAGE"')
        if "-m venv" in line:
            made.add(words[-1])
        if words[0] == "make":
            made.add(".venv")
        if (inside := INSIDE.match(words[0])) and inside["folder"] not in made:
            found.append(f"{line}: nothing above it makes {inside['folder']}")
    told = "\n".join(commands(text))
    if "-m venv" in told and not re.search(r"Python 3\.\d+ (?:to|or) 3\.\d+", text):
        found.append("an environment is made, and no Python is named for it")
    if f'"{WHEEL}' in told and "(1)" not in text:
        found.append("a package that was downloaded twice has another name, and nothing says so")
    if re.search(r"\\Scripts\\.* -e ", told) and not re.search(r"Python 3\.13 or 3\.14", text):
        found.append("before Python 3.13, Windows cannot read where an editable package is")
    return found


TEXTS = texts()


@pytest.mark.parametrize("place", TEXTS)
def test_lines_work_as_they_are_typed(place: str) -> None:
    code = place.endswith(".py")  # it speaks from the environment that it runs in
    assert faults(TEXTS[place], *([".venv"] if code else [])) == []


@pytest.mark.parametrize("place", ["README.md", "a handout", "book/reference/which-way.md"])
def test_the_lines_are_found(place: str) -> None:
    """Otherwise the rules would hold for nothing."""
    assert any("-m venv" in line for line in commands(TEXTS[place]))
    assert any(line.startswith("%pip") for line in commands(TEXTS["book/exercises/ex1.md"]))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Type `pip install natoiraq`.", "many systems have or allow no such program"),
        ("```sh\npip3 install jupyterlab\n```", "many systems have or allow no such program"),
        ("    python -m pip install jupyterlab\n", "many systems have or allow no such program"),
        ("```sh\njupyter lab ex1.ipynb\n```", "many systems have or allow no such program"),
        ("Run `python3 -m pip install jupyterlab`.", "only one may be made"),
        ("```bat\npy -m pip install jupyterlab\n```", "only one may be made"),
        (
            "Python 3.11 to 3.14\n```sh\npython3 -m venv e\ne/bin/python -m pip install n.whl\n```",
            "works only where the terminal stands beside the package",
        ),
        ("```\n%pip install natoiraq[labs]\n```", "write %pip install"),
        ("```\n!pip install natoiraq\n```", "write %pip install"),
        ("```bat\n.venv\\Scripts\\natoiraq build\n```", "nothing above it makes .venv"),
        ("```sh\n~/e/bin/python -m jupyterlab\n```", "nothing above it makes ~/e"),
        ("```sh\npython3 -m venv e\n```", "no Python is named"),
        (
            f'```\n%pip install --quiet "{WHEEL}"\n```',
            "a package that was downloaded twice",
        ),
        (
            "Python 3.11 to 3.14\n```bat\npy -m venv .venv\n.venv\\Scripts\\python -m pip install -e .\n```",
            "before Python 3.13",
        ),
    ],
)
def test_the_check_of_lines_can_fail(text: str, says: str) -> None:
    (fault,) = faults(text)
    assert says in fault


@pytest.mark.parametrize("system", install.TERMINAL)
@pytest.mark.parametrize("place", ["a handout", "book/reference/which-way.md"])
def test_the_lines_of_a_system_are_the_same_everywhere(place: str, system: str) -> None:
    told = "\n".join(commands(TEXTS[place]))
    assert "\n".join(install.TERMINAL[system]) in told


def test_the_python_is_the_promised_one() -> None:
    for name in ("a handout", "book/reference/which-way.md", "the first cell of a notebook, site unknown"):
        assert install.PYTHONS in TEXTS[name].replace("\n", " ")


def test_each_question_leads_to_one_way_each() -> None:
    page = TEXTS["book/reference/which-way.md"]
    questions = page[page.index("**Question 1") : page.index("(way-phone)=")]
    answers = re.findall(r"^- (.*)$", questions, re.MULTILINE)
    ways = [re.findall(r"\(#(way-[a-z]+)\)|go to question (\d)", answer) for answer in answers]
    assert all(len(way) == 1 for way in ways)
    led = [way[0][0] or f"question {way[0][1]}" for way in ways]
    assert len(set(led)) == len(led)
    sections = re.findall(r"^\((way-[a-z]+)\)=$", page, re.MULTILINE)
    assert {*led, "way-notebook"} == {*sections, "question 2", "question 3"}
