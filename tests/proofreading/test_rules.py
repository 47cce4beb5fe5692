"""Each rule finds the mistake that it guards against, at its line, and nothing in sound text."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from natoiraq.proofreading import brief
from natoiraq.proofreading.checking import check
from natoiraq.proofreading.rules import RULES
from tests.proofreading.conftest import CHAPTER, FILES, LESSONS, PAGE, Make

LONG = " ".join(["word"] * 21)


class Fault(NamedTuple):
    """A mistake: the rule that finds it, the file, what is put for what, and what is said on which line."""

    rule: str
    file: str
    old: str
    new: str
    says: str
    on: str


def page(rule: str, text: str, says: str, on: str = "") -> Fault:
    """A mistake in a page of its own, told on the line that holds `on`, or on the last one."""
    last = text.rstrip().splitlines()[-1]
    return Fault(rule, PAGE, "It says one thing.", text, says, on or last)


FIRST, PLAYED, PLANS = "book/1-counts.md", "book/6-capstone.md", "book/instructors/lessons.md"
FAULTS = [
    page("directives_are_known", "```{quizz} name\n```", "there is no directive {quizz}", "```{quizz} name"),
    page("roles_are_known", "See {fatc}`a:b`.", "there is no role {fatc}"),
    page("roles_are_known", "See {term} `ceiling`.", "no text in backticks follows {term}"),
    page("roles_are_known", "See {term}`ceiling.", "no text in backticks follows {term}"),
    page("a_page_has_one_title", "# Another", "this is a second title"),
    page("a_page_has_one_title", "### Too deep", "this heading is 2 levels below"),
    Fault("a_page_has_one_title", PAGE, "# A page", "A page", "does not begin with a title", "A page"),
    page("labels_are_unique", "(the-counts)=\n## Twice", "the label (the-counts)=", "(the-counts)="),
    page("notebooks_say_so", "```{code-cell}\n1 + 1\n```", "is no notebook", "```{code-cell}"),
    page("pictures_have_words", "![](list.png)", "the picture list.png has no words"),
    page("pictures_have_words", "![my_list](list.png)", "the picture list.png has no words"),
    page("pictures_have_words", "```{image} a.png\n:width: 9\n```", "a.png has no words", "```{image} a.png"),
    Fault("entries_have_pages", "_toc.yml", "1-counts", "1-count", "no page book/1-count.md", "1-count"),
    Fault("entries_have_pages", "_toc.yml", "book/page", "book/1-counts", "a second time", ":last"),
    Fault("entries_have_pages", "_toc.yml", "root: ", "root: [", "this is no YAML", ":any"),
    Fault("pages_have_entries", "_toc.yml", "  - file: book/page\n", "", "missing from _toc.yml", ":page"),
    page("facts_exist", "{fact}`headcounts:nmi-2021-02-18-deploid`", "has no row"),
    Fault("facts_exist", FIRST, "They were", "{fact}`no:such` were", "there is no table 'no'", "no:such"),
    page("sources_exist", "So {footcite:p}`counts-2021,nobody-2021`.", "no source 'nobody-2021'"),
    page("sources_are_listed", "So {footcite:p}`counts-2021`.", "does not list them"),
    page("terms_exist", "A {term}`headcuont`.", "the glossary has no term 'headcuont'"),
    page("terms_exist", "A {term}`head <of the team>`.", "the glossary has no term 'of the team'"),
    page("labels_exist", "See {ref}`the-count`.", "there is no passage 'the-count'"),
    page("links_lead_somewhere", "See [it](2-count.md).", "there is no file 2-count.md"),
    page("links_lead_somewhere", "See [it](#the-count).", "has the address #the-count"),
    page("links_lead_somewhere", "See [it](1-counts.md#the-case).", "has the address #the-case"),
    page("links_lead_somewhere", "See [it](#chart-headcounts-no).", "has the address #chart-headcounts-no"),
    page("links_lead_somewhere", "```{image} a.png\n```", "there is no picture a.png", "```{image} a.png"),
    page("numbers_are_those_of_the_target", "See [question 2](#quiz-counts-1).", "which is number 1"),
    page("numbers_are_those_of_the_target", "See [chapter 2](1-counts.md).", "which is number 1"),
    page("numbers_are_those_of_the_target", "See [1.2](#outcome-1-1).", "which is number 1.1"),
    page("readers_are_not_sent_to_instructors", "See [it](instructors/lessons.md).", "instructors' page"),
    Fault("charts_exist", FIRST, "headcounts.nato()", "headcounts.nata()", "no chart nata", "nata()"),
    Fault("questions_are_sound", FIRST, "right: true, ", "", "no choice is right", "- type: choice"),
    Fault("questions_are_sound", FIRST, "{quiz} counts", "{quiz} My_quiz", "cannot name", "My_quiz"),
    page("quizzes_have_names_of_their_own", "```{quiz} counts\n```", "is taken by", "```{quiz} counts"),
    Fault("questions_name_what_is_there", FIRST, "outcome: 1.1", "outcome: 1.9", '"1.9"', "outcome: 1.9"),
    Fault(
        "questions_name_what_is_there",
        FIRST,
        "passage: the-counts",
        "passage: the-count",
        'the passage "the-count" is nowhere',
        "passage: the-count",
    ),
    Fault("outcomes_are_sound", FIRST, "1.1: Tell", f"1.1: {LONG} tell", "more than 20", "1.1: word"),
    Fault("outcomes_are_sound", FIRST, "a count.\n```", "a count\n```", "is no sentence", "1.1: Tell"),
    Fault("outcomes_are_sound", FIRST, "1.1: Tell", "6.1: Tell", 'the id "6.1" is taken', ":capstone"),
    Fault("outcomes_are_sound", FIRST, "1.1: Tell a", "1.1: Tell: a", "this is no YAML", "1.1: Tell: a"),
    Fault(
        "outcomes_are_tested",
        FIRST,
        "a count.\n```",
        "a count.\n1.2: See.\n```",
        'outcome "1.2"',
        "1.2:",
    ),
    Fault("chapters_fit_one_sitting", FIRST, "Try it.", "Try it. " * 900, "words; a sitting", ":first"),
    Fault("chapters_have_the_same_parts", FIRST, "**Time.**", "", "no paragraph “Time”", ":first"),
    Fault("chapters_have_the_same_parts", FIRST, "## Lab\n", "", "no section “Lab”", ":first"),
    Fault("chapters_have_the_same_parts", FIRST, "**What we know**\n", "", "“What we know”", ":first"),
    Fault("cells_are_short", FIRST, "headcounts.nato()", "1\n" * 11, "more than 10", "```{code-cell}"),
    Fault(
        "headers_name_what_is_there",
        "exercises/source/ex1/ex1.md",
        "",
        '---\nexercise:\n  after: 1-counts\n  outcomes: ["1.1", "1.7"]\n---\n# An exercise\n',
        "names '1.7'",
        "outcomes:",
    ),
    Fault(
        "minutes_are_round",
        "exercises/source/ex1/ex1.md",
        "",
        "---\nexercise:\n  minutes: 62\n---\n# An exercise\n",
        "promises 62 minutes",
        "minutes: 62",
    ),
    Fault(
        "passages_exist",
        "exercises/source/ex1/ex1.md",
        "",
        "# An exercise\n\nSee chapter 1, “The count”.\n",
        "chapter 1 has no section “The count”",
        "See chapter 1",
    ),
    Fault("titles_keep_their_minutes", PLANS, "| 30", "| 25", "rows of 45 minutes", "## A seminar"),
    Fault("titles_keep_their_minutes", PLANS, "| 20 minutes |", "|", "rows of 30 minutes", "## A seminar"),
    Fault(
        "titles_keep_their_minutes",
        PLANS,
        "## A seminar",
        "## A unit: 60 minutes in class, 0 minutes at home\n\n### Session 1, 50 minutes\n\n## A seminar",
        "come to 50",
        "## A unit",
    ),
    page("columns_add_up", "| Step | 60 minutes |\n| --- | --- |\n| One | 50 |", "adds up to 50", "| Step"),
    Fault("cards_are_whole", PLAYED, "**You want**", "You want", "“Norway” has the parts", "### Norway"),
    Fault("cards_are_whole", PLAYED, " {footcite:p}`lead-2019`", "", "a source", "### Norway"),
    Fault(
        "no_card_knows_the_future",
        PLAYED,
        "lead-2019",
        "review-2024",
        "review-2024 is of 2024",
        "review-2024",
    ),
    page("no_latin", "See e.g. this.", "“e.g.” is a Latin abbreviation"),
    page("no_latin", "NATO, the EU etc. agree.", "“etc.” is a Latin abbreviation"),
    page("nothing_unfinished", "TODO: say it.", "“TODO” was left here"),
    Fault("nothing_unfinished", FIRST, "Nobody was there", "TBD", "“TBD” was left here", "TBD"),
    page("words_are_british", "The judgment of training programs.", "“judgment” is American"),
    page("words_are_british", "They organize it.", "“organize” is not spelt"),
    Fault("words_are_british", FIRST, "Which is", "Who organized", "“organized”", "Who organized"),
    page("one_thing_has_one_name", "Daesh came.", "“Daesh” has another name"),
    page("one_sentence_a_line", "It came. Then it went away.", "two sentences stand on this line"),
    Fault("numbers_have_facts", FIRST, "Try it.", "Try 500 of it.", "“500”", "Try 500 of it."),
    Fault("numbers_have_facts", PLANS, "Argue.", "Argue for a hundred.", "“hundred”", "| 30 minutes"),
    page("words_are_spelt_right", "The mision came.", "“mision” is in no British dictionary"),
    page("words_are_spelt_right", "The color of it.", "“color” is in no British dictionary"),
    Fault("words_are_spelt_right", FIRST, "They were", "Thay were", "“Thay”", "Thay were"),
    Fault(
        "words_are_spelt_right",
        "src/natoiraq/charts/mine.py",
        "",
        'publish(\n    chart,\n    finding=f"Sound {counted} words "\n    "é and mispelt ones",\n)\n',
        "“mispelt”",
        "mispelt",
    ),
    Fault(
        "words_are_spelt_right",
        "data/datapackage.json",
        "",
        '{\n  "sources": [\n    {\n      "title": "Teh title of others"\n    }\n  ],\n'
        '  "natoiraq:caveats": [\n    "Rows are mising."\n  ]\n}\n',
        "“mising”",
        "mising",
    ),
    page("words_are_spelt_right", "The missi\u043en came.", "“missi\u043en” is in no British dictionary"),
    page("no_word_stands_twice", "It came to the the end.", "“the the” repeats a word"),
]


def line_of(fault: Fault, text: str) -> tuple[str, int | None]:
    """Return the file and line on which a fault is to be told."""
    special = {
        ":page": (PAGE, 1),
        ":first": (fault.file, 1),
        ":last": (fault.file, 4),
        ":any": (fault.file, None),
        ":capstone": (PLAYED, 14),
    }
    if fault.on in special:
        return special[fault.on]
    numbers = [number for number, line in enumerate(text.split("\n"), start=1) if fault.on in line]
    return fault.file, numbers[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_sound_text_is_left_alone(make: Make, rule: object) -> None:
    assert list(rule(make())) == []  # type: ignore[operator]


def test_each_rule_has_a_mistake_here() -> None:
    """The rule on our own words has its test below: its mistake must not stand in this file."""
    assert {rule.__name__ for rule in RULES} == {fault.rule for fault in FAULTS} | {"in_our_own_words"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}-{fault.says}")
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_mistake_is_told_at_its_line(make: Make, fault: Fault, ends: str) -> None:
    before = FILES.get(fault.file, "")
    assert fault.old in before
    text = before.replace(fault.old, fault.new, 1) if fault.old else fault.new
    book = make({fault.file: text.replace("\n", ends)})
    (rule,) = [rule for rule in RULES if rule.__name__ == fault.rule]
    found = [problem for problem in rule(book) if fault.says in problem.message]
    assert len(found) == 1, [str(problem) for problem in rule(book)]
    file, line = line_of(fault, text)
    assert (found[0].file, found[0].row) == (file, line or found[0].row)
    assert found[0].cure
    assert not re.search(r"\.$", found[0].message + found[0].cure)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("# A page\n\n```{note}\nNo end.\n", 3, "nothing closes “```{note}”"),
        ("# A page\n\n:::::{container} a\n::::{container} b\n::::\n", 3, "nothing closes “:::::{container}”"),
        ("# A page\n\n````{quiz} a\n```\n", 3, "nothing closes “````{quiz}”"),
        ("# A page\n\nOne.\n\n:::\n\nTwo.\n", 5, "“:::” closes nothing that is open"),
        ("jupytext:\n  a: b\n---\n# A page\n", 1, "a header begins here, and nothing says so"),
        ("---\nkernelspec:\n# A page\n", 1, "nothing closes the header that begins here"),
    ],
)
def test_what_swallows_a_page_is_told_alone(make: Make, text: str, line: int, says: str) -> None:
    """Guard against a hundred false problems after one: passages are missing, chapters have no parts."""
    for chosen in ((), ("book/index.md",)):
        (problem,) = check(make({PAGE: text}, chosen))
        assert (problem.file, problem.row) == (PAGE, line)
        assert says in problem.message


def test_a_slip_in_a_list_of_outcomes_is_told_once(make: Make) -> None:
    """Guard against a problem for each question of the chapter, whose outcome is there all the same."""
    book = make({FIRST: CHAPTER.replace("a count.\n```", "a count.\n1.1: Tell: it.\n```")}, (FIRST,))
    assert [problem.row for problem in check(book)] == [15]


def test_a_sentence_of_the_brief_is_told_where_it_begins(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = make().root / "hashes.txt"
    brief.write_hashes(["An old sentence that once stood in a text", "by other people."], hashes)
    monkeypatch.setattr(brief, "HASHES", hashes)
    brief.known.cache_clear()
    (rule,) = [rule for rule in RULES if rule.__name__ == "in_our_own_words"]
    book = make(
        {PAGE: "# A page\n\nSee it.\nAn *old* sentence that once stood\nin a text by other people, too.\n"}
    )
    found = list(rule(book))
    brief.known.cache_clear()
    assert [(problem.file, problem.row) for problem in found] == [(PAGE, 4)]
    assert "an old sentence that once stood in a text" in found[0].message


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("About 500 people came.", ["500"]),
        ("Growth of 12.5% followed.", ["12.5"]),
        ("Several hundred came.", ["hundred"]),
        ("On 18 February 2021 and in May 2022, see chapter 3.", []),
        ("Seven of 8 commanders stayed.", []),
        ("A cap of § and 285 Danes.", ["285"]),
        ("Some 4\u00a0000 came in 2021–22.", ["000"]),
        ("It takes 40 minutes, with 12 to 24 players.", []),
    ],
)
def test_numbers_without_a_fact(text: str, bare: list[str]) -> None:
    from natoiraq.proofreading.rules.numbers import bare_numbers

    assert bare_numbers(text) == bare


SOUND = [
    "Military Advisor Group and the Department of Defense wrote it.",
    "Every name was checked by program.",
    "The size of the prize they seized.",
    "Write `TODO`, `e.g.` and `{fatc}` in code.",
    "Lt. Gen. Smith came.",
    "`` {term}`NMI` `` shows a role.",
    "See <https://example.org/colour/recieve>.",
    "A [link](https://example.org/color) elsewhere.",
    "% a comment with recieve in it",
    "Araji's word.",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_only_looks_wrong_is_left_alone(make: Make, text: str) -> None:
    book = make({PAGE: f"# A page\n\n{text}\n"}, chosen=(PAGE,))
    assert [str(problem) for rule in RULES for problem in rule(book) if problem.file == PAGE] == []


def test_the_sound_chapter_holds_what_rules_look_at() -> None:
    for part in ("{fact}`", "{footcite:p}`", "{term}`", "{quiz}", "{outcomes}", "{code-cell}", "](#"):
        assert part in CHAPTER
    assert "minutes" in LESSONS
