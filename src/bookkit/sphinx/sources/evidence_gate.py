"""No book is built on broken evidence: `data/` and `references.bib` are checked before any page is read."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from bookkit import evidence, project
from bookkit.evidence.rules.sources import cited_keys
from bookkit.fingerprint import files, fingerprint, installed, joined
from bookkit.reach import parts


def stop_on_problems(app: Sphinx) -> None:
    """Stop the build with every problem found in the evidence; once found sound, it is not checked again.

    Raises
    ------
    ExtensionError
        When a table or source breaks a rule; the message lists file, row, field and cure.
    """
    book = project.current()
    # The rules read one thing of pages, what they cite: a source that no row and no page uses is a problem.
    pages = [page for page in files(book.bib.parent) if page.suffix == ".md"]
    text = "\n".join(page.read_text(encoding="utf-8", errors="replace") for page in pages)
    code_and_data = fingerprint([*parts(["bookkit.evidence"]), book.data, book.bib])
    state = joined(code_and_data, *installed(), *sorted(cited_keys(text)))
    sound = Path(app.doctreedir) / "natoiraq-evidence-sound"
    if sound.exists() and sound.read_text(encoding="utf-8") == state:
        return
    problems = evidence.validate()
    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise ExtensionError(f"The evidence has {len(problems)} problem(s):\n{listed}")
    sound.parent.mkdir(parents=True, exist_ok=True)
    sound.write_text(state, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Check the evidence once, before reading starts."""
    app.connect("builder-inited", stop_on_problems)
