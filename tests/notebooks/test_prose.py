"""Directives and roles become plain words; nothing of their syntax is left on any page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bookkit import evidence
from bookkit.evidence import EvidenceError
from bookkit.notebooks import page as pages
from bookkit.notebooks.prose import Prose, ProseError, told
from tests.conftest import ROOT

PAGES = sorted((ROOT / "book").rglob("*.md"))
SYNTAX = re.compile(
    r"\{[\w:-]+\}`|^\s*:{3,}|^\s*`{3,}\{|^\([^()]+\)=$|^\s*%|^\+\+\+|<!--|\[\^|\]\{|^\{[#.]", re.MULTILINE
)
CODE = re.compile(r"^ *```.*?^ *```$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
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
    there = "https://book.example/#table-option_scores"
    assert prose.plain(text) == f"coalition, Burden-sharing, [scores]({there})"
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
def test_no_page_keeps_any_syntax_of_the_build(page: Path, prose: Prose) -> None:
    """Past mistake: the front page read “% BEGIN INSTRUCTORS”, in JupyterLab and in its notebook."""
    cells = pages.read(page.read_text(encoding="utf-8")).cells
    texts = [prose.plain(cell.source, cell.line) for cell in cells if cell.kind == "markdown"]
    words = [CODE.sub("", text) for text in texts]
    assert [found for text in words for found in SYNTAX.findall(text)] == []


RESOLVED = {
    "a comment": ("One\n% two\n%three\nfour", "One\nfour"),
    "a comment in a block": (":::{container}\n% no\nYes\n:::", "Yes"),
    "a comment in a list": ("- One\n\n  % no\n- Two", "- One\n\n- Two"),
    "per cent in a sentence": ("It grew by 5\n%", "It grew by 5"),
    "a comment of HTML": ("One <!-- no --> two\n\n<!--\nno\n\nno\n-->\n\nThree", "One  two\n\nThree"),
    "a break": ('One\n\n+++ {"a": 1}\n\nTwo', "One\n\nTwo"),
    "a target": ("(a:b c)=\n## Title", "## Title"),
    "a target in a block": ("::::{container}\n(here)=\n### Title\n::::", "### Title"),
    "blocks in blocks": ("::::::{container} a\n:name: b\n::::{container}\nOne\n::::\n::::::", "One"),
    "a block of backticks": ("```{container} a\nOne\n```", "One"),
    "a block without a body": ("```{rst-class} nq-labelled\n```\n\n| a |\n| --- |", "| a |\n| --- |"),
    "a note": ("```{note}\nMind.\n```", "> **Note.**\n> Mind."),
    "a call with a title": (":::{admonition} *Now*\nMind.\n:::", "> ***Now*.**\n> Mind."),
    "a call in a list": ("- One\n  ```{tip}\n  Mind.\n  ```", "- One\n  > **Tip.**\n  > Mind."),
    "a picture": ("```{image} a.png\n:alt: A map\n:width: 9\n```", "![A map](https://book.example/a.png)"),
    "a figure": (
        ":::{figure} a.png\n:alt: A map\nThe *map*.\n:::",
        "![A map](https://book.example/a.png)\n\nThe *map*.",
    ),
    "a list of pages": ("```{toctree}\n:hidden:\na/b\n```", "- [a/b](https://book.example/a/b.md)"),
    "code to read": ("```{code-block} sh\nls\n```", "```sh\nls\n```"),
    "a footnote": (
        "One[^a] two[^b].\n\n[^a]: Text",
        "One<sup>1</sup> two<sup>2</sup>.\n\n- <sup>1</sup> Text",
    ),
    "attributes": ("[a](b.md){.c} `d`{#e} ![f](g.png){width=9}\n\n{#h .i}\n## J", None),
    "a sum in dollars": ("From $5 to $6", "From \\$5 to \\$6"),
    "a glossary": (":::{glossary}\nNMI\n  A mission.\n\nSSR\n  A reform.\n:::", "**NMI**:\nA mission."),
}


@pytest.mark.parametrize("name", RESOLVED)
def test_syntax_of_the_build_is_resolved(prose: Prose, name: str) -> None:
    page, wanted = RESOLVED[name]
    plain = prose.plain(page)
    words = re.sub(r"`[^`\n]+`", "", plain)
    assert SYNTAX.findall(words) == []
    assert wanted is None or plain.startswith(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "`{fact}` and ``{fact}`x:y` `` and `% no` and `$5`",
        "```md\n% comment\n{fact}`x:y`\n(a)=\n```",
        "    {fact}`x:y`\n    % indented",
        "| a \\| b | {c} |\n| --- | --- |",
        "A [link](https://x.org/?a=1) {and} 100%",
    ],
)
def test_code_and_ordinary_text_stay_as_they_are(prose: Prose, text: str) -> None:
    assert prose.plain(text) == text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("One\n\n```{margin}\nTwo\n```", 3, "{margin}"),
        ("One\n\n:::{margin}\nTwo\n:::", 3, "{margin}"),
        ("::::{container}\n:name: a\n\n- x\n\n  ```{margin}\n  Two\n  ```\n::::", 6, "{margin}"),
        ("> ```{margin}\n> Two\n> ```", 1, "{margin}"),
        ("One\ntwo {eq}`three` four", 2, "{eq}"),
        ("::::{container}\nOne\n\ntwo {eq}`three`\n::::", 4, "{eq}"),
        ("| a |\n| --- |\n| {eq}`b` |", 3, "{eq}"),
        ("x\n\n:::\nTwo\n:::", 3, "a fence of colons"),
        ("A {footcite:p}`nobody-2021`", 1, "nobody-2021"),
        ("```{outcomes}\n- a: [\n```", 1, "{outcomes}"),
    ],
)
def test_what_is_not_known_is_an_error_with_its_line(prose: Prose, text: str, line: int, words: str) -> None:
    """Past mistake: what an unknown directive held vanished without a word."""
    with pytest.raises(ProseError, match=re.escape(words)) as error:
        prose.plain(text)
    assert error.value.line == line
