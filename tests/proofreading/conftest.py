"""A small repository that breaks no rule, to break at will."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from natoiraq.proofreading.book import Book

PAGE = "book/page.md"
CHAPTER = """\
---
kernelspec:
  name: python3
---
# 1. A chapter

::::{container} nq-opener
**The question.**
What did NATO do, and how far can its numbers be trusted?

**After this chapter you can**

```{outcomes}
1.1: Tell a ceiling from a count.
```

**Time.**
A quarter of an hour.

**What it builds on.**
No other chapter.
::::

(the-counts)=
## The counts

The mission had {fact}`headcounts:nmi-2021-02-18-deployed` people {footcite:p}`counts-2021`.
A {term}`ceiling` is not a count, as [the counts](#the-counts) show.

```{code-cell} ipython3
:tags: [hide-input]
from natoiraq.charts import headcounts

headcounts.nato()
```

FILLING
## What we know, what is disputed, what nobody has published

**What we know**

**What is disputed**

**What nobody has published**

## Lab

Try it.

## Check yourself

```{quiz} counts
- type: choice
  ask: "Which is a count?"
  outcome: 1.1
  passage: the-counts
  choices:
    - {text: "The people in place", right: true, why: "They were there."}
    - {text: "The most that may come", why: "Nobody was there."}
```

## Exercise

Count them.

## Further reading

A book.

## Sources cited in this chapter

```{footbibliography}
```
""".replace("FILLING\n", "The mission advises and teaches, and it does not fight.\n" * 180)
GLOSSARY = """\
# Glossary

:::{glossary}
ceiling
  The most people that a decision allows.

headcount
  The number of people present at a given time.
:::
"""
LESSONS = """\
# Lessons

## A seminar of 50 minutes

| Time | What happens |
| --- | --- |
| 20 minutes | Look at [question 1](#quiz-counts-1). |
| 30 minutes | Argue. |
"""
BIB = "".join(
    f"@misc{{{key},\n  organization = {{A ministry}},\n  title = {{News}},\n  year = {{{key[-4:]}}},\n}}\n"
    for key in ("counts-2021", "lead-2019", "review-2024")
)
FILES = {
    "book/references.bib": BIB,
    "src/natoiraq/charts/headcounts.py": "@catalogued\ndef nato() -> Published:\n    ...\n",
    "_toc.yml": "root: book/index\nchapters:\n  - file: book/1-counts\n  - file: book/page\n"
    "  - file: book/instructors/lessons\n  - file: book/reference/glossary\n  - file: book/6-capstone\n",
    "book/index.md": "# The book\n\nRead [the first chapter](1-counts.md).\n",
    "book/1-counts.md": CHAPTER,
    PAGE: "# A page\n\nIt says one thing.\n",
    "book/6-capstone.md": CHAPTER.replace("1.1", "6.1")
    .replace("# 1. A", "# 6. A")
    .replace("{quiz} counts", "{quiz} capstone")
    .replace("the-counts", "the-case")
    + "\n## The role cards\n\n### Norway\n\n"
    + "\n\n".join(
        f"**{part}** sure of it."
        for part in ("You are", "You want", "You know", "You can accept", "You cannot accept", "Do not say")
    )
    + " {footcite:p}`lead-2019`\n\n## Debriefing\n\nWell played.\n",
    "book/instructors/lessons.md": LESSONS,
    "book/reference/glossary.md": GLOSSARY,
}
Make = Callable[..., Book]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that makes the repository with some files changed, and returns its book."""

    def made(files: Mapping[str, str | bytes] = {}, chosen: tuple[str, ...] = ()) -> Book:
        for name, text in {**FILES, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Book(tmp_path, chosen)

    return made
