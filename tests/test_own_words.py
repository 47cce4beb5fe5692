"""The project is in its own words: no nine words in a row of the brief stand in any of its files.

The brief is not in the repository. `brief_ninegrams.txt` holds a short hash of each of its runs, made by
`python tests/test_own_words.py BRIEF > tests/brief_ninegrams.txt`, so that the check runs everywhere.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HASHES = Path(__file__).with_name("brief_ninegrams.txt")
SUFFIXES = {".md", ".py", ".csv", ".yml", ".json", ".bib", ".js", ".css", ".cff"}
LENGTH = 9
ADDRESS = re.compile(r"\(?https?://\S+\)?")


def runs(text: str) -> dict[str, str]:
    """Return {short hash: words} of each run of nine words in a text; addresses do not count."""
    words = re.findall(r"[a-z0-9']+", ADDRESS.sub(" ", text.lower().replace("’", "'")))
    found = (" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1))
    return {hashlib.sha256(run.encode()).hexdigest()[:12]: run for run in found}


def borrowed(text: str) -> list[str]:
    """Return the runs of nine words that a text shares with the brief."""
    known = set(HASHES.read_text(encoding="utf-8").split())
    return [run for short, run in runs(text).items() if short in known]


def test_no_file_repeats_the_brief() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.splitlines() if Path(name).suffix in SUFFIXES]
    assert len(files) > 50
    shared = {str(path.relative_to(ROOT)): borrowed(path.read_text(encoding="utf-8")) for path in files}
    assert {name: words[0] for name, words in shared.items() if words} == {}


def test_the_check_can_fail(tmp_path: Path) -> None:
    text = "One two three four five six seven eight nine ten."
    assert len(runs(text)) == 2
    assert set(runs(text)) & set(runs("And then: one two three four five six seven eight nine!"))


if __name__ == "__main__":
    print("\n".join(sorted(runs(Path(sys.argv[1]).read_text(encoding="utf-8")))))
