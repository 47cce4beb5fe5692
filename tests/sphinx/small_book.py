"""A book of a few pages, built with the parts of the extension that self-checks need."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

from bookkit.sphinx import quiz
from bookkit.sphinx.links import glossary, launch, notebook_prose, targets
from bookkit.sphinx.look import assets, stylesheet
from bookkit.sphinx.sources import fact
from bookkit.sphinx.teaching import exercises, outcome_map, outcomes
from natoiraq.forecast import sheet as forecast_sheet

CHAPTER = """\
# A chapter

```{outcomes}
2.1: Tell a *ceiling* from a count.
2.10: Put events in order.
```

(the-gap)=
## The gap of years

Nobody was there.

## Counting heads

Many were there.
"""

QUIZ = """\
# Self-check

```{quiz} first-check
- type: choice
  ask: "Which of these is a *stock*, not a flow?"
  outcome: 2.1
  passage: the-gap
  choices:
    - {text: "Hires a year", why: "That is a rate."}
    - {text: "Headcount on 1 January", right: true, why: "It is counted at an instant."}
    - {text: "Leavers a year", why: "Also a rate, see {term}`flow`."}
  why: "A stock has a date, a flow has a period."
- type: choice
  ask: "Which lower the headcount?"
  outcome: 2.1
  passage: counting-heads
  choices:
    - {text: "Retirement", right: true, why: "People leave."}
    - {text: "Hiring", why: "People come."}
    - {text: "Transfers out", right: true, why: "People leave for another place."}
- type: number
  ask: "What was the announced ceiling in February 2021?"
  outcome: 2.1
  passage: counting-heads
  answer: fact:headcounts:nmi-2021-02-18-announced.high
  tolerance: 50
  unit: people
  traps:
    - {value: 500, why: "That many were there, see {fact}`headcounts:nmi-2021-02-18-deployed`."}
  why: "It was announced as {fact}`headcounts:nmi-2021-02-18-announced`."
- type: order
  ask: "Put the events in order."
  outcome: 2.10
  passage: chapter#the-gap-of-years
  items:
    - {text: "Announcement", when: "2004"}
    - {text: "Vote", when: "2005", why: "Parliament sat late."}
    - {text: "Handover", why: "It follows the vote."}
    - {text: "Review", when: "2011"}
  why: "The handover follows the vote."
- type: match
  ask: "Match each term to its meaning."
  outcome: 2.1
  passage: the-gap
  pairs:
    - {left: "Bias", right: "the instrument's error", why: "It does not shrink with more data."}
    - {left: "Noise", right: "random error", why: "It averages out."}
  extra:
    - {text: "no error", why: "No measurement has that."}
- type: forecast
  ask: "Did the headcount fall below 90?"
  outcome: 2.1
  passage: the-gap
  happened: true
  comparison: {probability: 50, who: "a coin"}
  why: "It was 88."
- type: forecast
  ask: "Will it double?"
  outcome: 2.1
  passage: the-gap
  happened: unresolved
  why: "The year is not over."
- type: number
  ask: "What share, in per cent, is one half of a quarter?"
  outcome: 2.1
  passage: the-gap
  answer: 12.5
  unit: "%"
  why: "1/8 is 12.5%."
```

```{glossary}
flow
  What happens over a period.
```
"""
QUIZ_LINES = QUIZ.splitlines()


@dataclass(frozen=True)
class Built:
    """A built book: its folder and what Sphinx complained about, one complaint a line."""

    folder: Path
    warnings: list[str]

    def html(self, page: str) -> str:
        return (self.folder / f"{page}.html").read_text(encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Set up the parts that self-checks, exercises, the forecasting sheet and links need."""
    parts = (
        assets,
        stylesheet,
        launch,
        fact,
        glossary,
        notebook_prose,
        outcomes,
        outcome_map,
        quiz,
        exercises,
        forecast_sheet,
        targets,
    )
    for part in parts:
        part.setup(app)


def build(
    folder: Path,
    pages: dict[str, str],
    builder: str = "html",
    jobs: int = 1,
    repository: str = "",
) -> Built:
    """Build a book.

    Parameters
    ----------
    folder
        Where sources and results go.
    pages
        {page: Markdown}; the first is the root.
    builder
        Sphinx' name of the output: "dummy" reads and checks only.
    jobs
        How many processes read; Sphinx uses more than one from six pages on.
    repository
        Address of the published copy in which pages can be run.
    """
    source = folder / "source"
    source.mkdir(exist_ok=True)
    root = next(iter(pages))
    others = [page for page in pages if page != root]
    toc = "\n```{toctree}\n" + "\n".join(others) + "\n```\n" if others else ""
    for page, text in pages.items():
        (source / f"{page}.md").parent.mkdir(parents=True, exist_ok=True)
        (source / f"{page}.md").write_text(text + (toc if page == root else ""), encoding="utf-8")
    conf = "from tests.sphinx.small_book import setup\n"
    (source / "conf.py").write_text(conf, encoding="utf-8")
    settings = {
        "extensions": ["myst_nb"],
        "root_doc": root,
        "project": "Small book",
        "language": "en",
        "html_theme": "sphinx_book_theme",
        "html_context": {"default_mode": "auto"},
        "nb_execution_mode": "off",
        "natoiraq_launch": {"repository": repository},
        "suppress_warnings": ["toc.not_included"],
    }
    warnings = StringIO()
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(
            srcdir=source,
            confdir=source,
            outdir=folder / builder,
            doctreedir=folder / "doctrees",
            buildername=builder,
            confoverrides=settings,
            status=None,
            warning=warnings,
            parallel=jobs,
        )
        app.build()
    return Built(folder / builder, [strip_colors(line) for line in warnings.getvalue().splitlines() if line])
