"""Directives and roles become plain words; nothing of their syntax is left on any page."""

from __future__ import annotations

import re

import jupytext
import pytest

from natoiraq import evidence
from natoiraq.evidence import EvidenceError
from natoiraq.notebooks.prose import Prose, told
from tests.conftest import ROOT

PAGES = sorted((ROOT / "book").rglob("*.md"))
SYNTAX = re.compile(r"\{[\w:-]+\}`|^:{3,}|^`{3,}\{|^\([\w-]+\)=$", re.MULTILINE)
ANNOUNCED = "headcounts:nmi-2021-02-18-announced"


@pytest.fixture
def prose() -> Prose:
    return Prose(link=lambda target: f"https://book.example/{target}")


def test_a_fact_becomes_its_number_and_is_remembered(prose: Prose) -> None:
    text = prose.plain(f"It could reach {{fact}}`{ANNOUNCED}` people.")
    assert text == f"It could reach {evidence.fact(ANNOUNCED).text} people."
    assert list(prose.facts) == [ANNOUNCED]
    assert "18 February 2021" in prose.numbers()
    assert "Source: CNBC, 2021." in prose.numbers()


def test_a_disputed_number_keeps_its_other_readings() -> None:
    disputed = next(fact for fact in map(evidence.fact, evidence.fact_ids()) if fact.readings)
    assert "*Another reading:*" in told(disputed)


def test_an_unknown_fact_is_an_error(prose: Prose) -> None:
    with pytest.raises(EvidenceError):
        prose.plain("{fact}`headcounts:nobody`")


def test_terms_references_and_sources_become_words(prose: Prose) -> None:
    text = "{term}`coalition`, {term}`Burden-sharing <burden-sharing>`, {ref}`scores <table-option_scores>`"
    assert prose.plain(text) == "coalition, Burden-sharing, scores"
    cited = prose.plain("So it says {footcite:p}`knights-morcos-2021`.\n\n```{footbibliography}\n```")
    assert cited.startswith("So it says (Knights and Morcos, 2021).")
    assert "- Knights and Morcos, 2021. [" in cited


def test_blocks_become_lists_and_fences_vanish(prose: Prose) -> None:
    page = (
        "(here)=\n## Title\n\n::::{container} nq-opener\n**Question.**\n\n"
        "```{outcomes}\n1.1: Count bodies.\n```\n::::\n\n```python\nx = {1}\n```\n"
    )
    assert prose.plain(page) == ("## Title\n\n**Question.**\n\n- Count bodies.\n\n```python\nx = {1}\n```")


def test_a_self_check_asks_and_leads_to_the_page_without_giving_answers(prose: Prose) -> None:
    choices = '[{text: "He", right: true, why: "So."}]'
    said = prose.plain(f'```{{quiz}} name\n- type: choice\n  ask: "Who?"\n  choices: {choices}\n```')
    assert "1. Who?" in said
    assert "(https://book.example/)" in said
    assert "He" not in said
    assert "right: true" not in said


def test_a_link_that_leads_nowhere_becomes_text() -> None:
    prose = Prose(link=lambda target: None)
    assert prose.plain("See [the codebook](reference/codebook.md).") == "See the codebook."
    assert prose.plain("See [NATO](https://nato.int).") == "See [NATO](https://nato.int)."


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_keeps_any_syntax_of_the_build(page: object, prose: Prose) -> None:
    notebook = jupytext.read(page, fmt="md:myst")
    texts = [prose.plain(cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]
    assert [found for text in texts for found in SYNTAX.findall(text)] == []
