"""A whole file is broken: the message names it and the cure, and nothing ends in a traceback."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bookkit import evidence
from bookkit.evidence import EvidenceError

from .conftest import Copy


def _encode(path: Path) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252", errors="replace"))


def _lines(change: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    def apply(path: Path) -> None:
        path.write_text(
            "\n".join(change(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8"
        )

    return apply


def _drop_last_column(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row[:-1] for row in rows)


HEADER = "id,name,rank,country,start,end,sources,confidence,note"
UNREADABLE = {
    "it is not UTF-8": (_encode, 7, None, "not UTF-8", "CSV UTF-8"),
    "a column is missing": (
        _drop_last_column,
        1,
        "note",
        "the column 'note' is missing",
        "add it",
    ),
    "a column is renamed": (
        _lines(lambda lines: [HEADER.replace("rank", "grade"), *lines[1:]]),
        1,
        "rank",
        "the column 'rank' is missing",
        "rename 'grade'",
    ),
    "a column is added": (
        _lines(lambda lines: [HEADER + ",age", *(line + ",50" for line in lines[1:])]),
        1,
        "age",
        "the column 'age' is not described",
        "describe it in datapackage.json",
    ),
    "columns are swapped": (
        _lines(lambda lines: [HEADER.replace("start,end", "end,start"), *lines[1:]]),
        1,
        None,
        "another order",
        HEADER,
    ),
    "a comma is not quoted": (
        _lines(lambda lines: [*lines[:4], lines[4].replace("Michael ", "Michael, "), *lines[5:]]),
        5,
        None,
        "10 cells where the header has 9",
        "quotation marks",
    ),
    "a row is cut short": (
        _lines(lambda lines: [*lines[:4], ",".join(lines[4].split(",")[:3]), *lines[5:]]),
        5,
        "country",
        "3 cells where the header has 9",
        "add the commas",
    ),
    "a row is empty": (
        _lines(lambda lines: [*lines[:4], "", *lines[4:]]),
        5,
        None,
        "the row is empty",
        "delete it",
    ),
    "a quotation mark is left open": (
        _lines(lambda lines: [*lines[:4], lines[4].replace("Michael", '"Michael'), *lines[5:]]),
        5,
        None,
        "cannot be read as CSV",
        "close the quotation mark",
    ),
    "it is empty": (lambda path: path.write_text(""), None, None, "the file is empty", HEADER),
    "it is missing": (
        lambda path: path.unlink(),
        None,
        None,
        "the file is missing",
        "add it, or remove its resource",
    ),
    "it is a folder": (
        lambda path: (path.unlink(), path.mkdir()),
        None,
        None,
        "cannot be opened",
        "make it a readable file",
    ),
}


@pytest.mark.parametrize(
    ("break_", "row", "field", "says", "cure"), UNREADABLE.values(), ids=UNREADABLE.keys()
)
def test_a_table_that_cannot_be_read_names_the_place_and_the_cure(
    break_: Callable[[Path], None], row: int | None, field: str | None, says: str, cure: str, copy: Copy
) -> None:
    break_(copy.csv("commanders"))
    (problem,) = copy.problems()
    assert (problem.file, problem.row, problem.field) == ("data/commanders.csv", row, field)
    assert says in problem.message
    assert cure in problem.cure
    with pytest.raises(EvidenceError) as caught:
        evidence.load("commanders", copy.data)
    assert caught.value.problem == problem


def test_what_spreadsheet_programs_write_is_read_all_the_same(copy: Copy) -> None:
    path = copy.csv("commanders")
    expected = evidence.load("commanders", copy.data)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert copy.problems() == []
    assert evidence.load("commanders", copy.data).equals(expected)


def test_a_csv_that_no_resource_names_is_found(copy: Copy) -> None:
    copy.csv("stray").write_text("a\n1\n")
    (problem,) = copy.problems()
    assert (problem.file, problem.row, problem.field) == ("data/stray.csv", None, None)
    assert "describe it in datapackage.json, or remove it" in problem.cure


def _resource(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in descriptor["resources"] if each["name"] == name)


def _field(descriptor: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    return next(each for each in _resource(descriptor, table)["schema"]["fields"] if each["name"] == name)


DESCRIPTIONS: dict[str, tuple[Callable[[dict[str, Any]], Any], str | None, str, str]] = {
    "a field has no description": (
        lambda d: _field(d, "events", "actor").pop("description"),
        "events.actor",
        "the field has no description",
        "say what it holds",
    ),
    "a number has no unit": (
        lambda d: _field(d, "conflict_deaths", "deaths_best").pop("natoiraq:unit"),
        "conflict_deaths.deaths_best",
        "the number has no unit",
        "natoiraq:unit",
    ),
    "a table has no title": (
        lambda d: _resource(d, "events").update(title=""),
        "events.title",
        "the table has no title",
        "write it",
    ),
    "confidence gets another vocabulary": (
        lambda d: _field(d, "events", "confidence")["constraints"]["enum"].append("certain"),
        "events.confidence",
        "high, medium, low, certain",
        "give the enum high, medium, low",
    ),
    "sources may be left out": (
        lambda d: _field(d, "events", "sources")["constraints"].pop("required"),
        "events.sources",
        "without a source",
        "'required'",
    ),
    "the words of a fact name a missing field": (
        lambda d: _resource(d, "headcounts").update({"natoiraq:what": "people in {mision}"}),
        "headcounts.natoiraq:what",
        "the field 'mision'",
        "mission",
    ),
    "a table names a source that does not exist": (
        lambda d: _resource(d, "oil_prices")["sources"][0].update({"natoiraq:key": "eia-2026-bernt"}),
        "oil_prices.sources",
        "no source 'eia-2026-bernt'",
        "'eia-2026-brent'",
    ),
    "a field has a type that nobody reads": (
        lambda d: _field(d, "events", "title").update(type="text"),
        "events.title.type",
        '"text" is not one of string, boolean, integer, number, year, date',
        "write one of string",
    ),
    "a field has a constraint that its type has not": (
        lambda d: _field(d, "events", "title").update(constraints={"minimum": 3}),
        "events.title.minimum",
        "the type string has no constraint 'minimum'",
        "use one of required, unique, enum, pattern, minLength, maxLength",
    ),
    "a limit is no number": (
        lambda d: _field(d, "conflict_deaths", "deaths_best")["constraints"].update(minimum=["none"]),
        "conflict_deaths.deaths_best.minimum",
        '["none"] is not a number, or a day in quotation marks',
        "write a number",
    ),
    "a vocabulary holds something else than words": (
        lambda d: _field(d, "events", "actor")["constraints"]["enum"].append(None),
        "events.actor.enum.9",
        "null is not text",
        "write text in quotation marks",
    ),
    "a table's title is forgotten": (
        lambda d: _resource(d, "events").pop("title"),
        "events.title",
        "the table has no title",
        "write it",
    ),
    "the facts have no date": (
        lambda d: d.pop("natoiraq:facts_as_of"),
        "natoiraq:facts_as_of",
        "the property 'natoiraq:facts_as_of' is missing",
        "add it: a day, such as 2021-02-18",
    ),
    "a resource has no path": (
        lambda d: _resource(d, "events").pop("path"),
        "events.path",
        "the property 'path' is missing",
        "add it: the path of a file",
    ),
}


@pytest.mark.parametrize(("change", "field", "says", "cure"), DESCRIPTIONS.values(), ids=DESCRIPTIONS.keys())
def test_a_broken_description_is_found(
    change: Callable[[dict[str, Any]], Any], field: str | None, says: str, cure: str, copy: Copy
) -> None:
    copy.describe(lambda descriptor: (change(descriptor), None)[1])
    (problem,) = copy.problems()
    assert (problem.file, problem.field) == ("data/datapackage.json", field)
    assert says in problem.message
    assert cure in problem.cure


def test_a_descriptor_that_is_no_json_names_the_line(copy: Copy) -> None:
    path = copy.data / "datapackage.json"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:9], lines[9] + ",,", *lines[10:]]), encoding="utf-8")
    (problem,) = copy.problems()
    assert str(problem).startswith("data/datapackage.json, line 10: the file is not JSON")
    assert "not JSON" in problem.message


def test_a_missing_descriptor_is_a_problem(copy: Copy) -> None:
    (copy.data / "datapackage.json").unlink()
    (problem,) = copy.problems()
    assert problem.file == "data/datapackage.json"
    assert "restore it" in problem.cure


ENTRY = (
    "@misc{test-2021-entry,\n  author = {{Test}},\n  title = {{Title}},\n  url = {https://example.org/},\n}\n"
)
BIBLIOGRAPHY = {
    "an entry is used nowhere": (
        ENTRY,
        1,
        "test-2021-entry",
        "no table and no page uses",
        "remove the entry",
    ),
    "an entry has no title": (
        ENTRY.replace("title", "subtitle").replace("test-2021-entry", "used"),
        1,
        "used",
        "has no title",
        "square brackets",
    ),
    "an entry names nobody": (
        ENTRY.replace("author", "editor").replace("test-2021-entry", "used"),
        1,
        "used",
        "names nobody",
        "give an author",
    ),
    "an address is none": (
        ENTRY.replace("https://", "").replace("test-2021-entry", "used"),
        1,
        "used",
        "no web address",
        "https://",
    ),
    "a brace is left open": (
        ENTRY.replace("}},", "},", 1),
        None,
        None,
        "not valid BibTeX",
        "close every brace",
    ),
    "a comma is left out": (
        ENTRY.replace("}},", "}}", 1),
        3,
        None,
        "not valid BibTeX",
        "comma after every field",
    ),
    "a backslash strays into a title": (
        ENTRY.replace("{{Title}}", "{Title \\}"),
        None,
        "test-2021-entry",
        "the entry cannot be read",
        "remove stray backslashes",
    ),
    "a key is given twice": (ENTRY + ENTRY, None, None, "repeated bibliography entry", "a key of its own"),
}


@pytest.mark.parametrize(
    ("entry", "row", "field", "says", "cure"), BIBLIOGRAPHY.values(), ids=BIBLIOGRAPHY.keys()
)
def test_a_broken_bibliography_is_found(
    entry: str, row: int | None, field: str | None, says: str, cure: str, copy: Copy
) -> None:
    bib = copy.own_bib()
    bib.write_text(entry + bib.read_text(encoding="utf-8"), encoding="utf-8")
    (bib.parent / "page.md").write_text("So says {cite:p}`used`.", encoding="utf-8")
    if "{used," not in entry:
        (bib.parent / "page.md").unlink()
    (problem,) = copy.problems()
    assert problem.file == "book/references.bib"
    if row:
        assert problem.row == row
    assert problem.field == field
    assert says in problem.message
    assert cure in problem.cure


def test_a_missing_bibliography_is_one_problem_and_not_hundreds(copy: Copy) -> None:
    copy.own_bib().unlink()
    (problem,) = copy.problems()
    assert problem.file == "book/references.bib"
    assert "cannot be read: No such file" in problem.message
    assert "restore it" in problem.cure


def test_an_entry_that_only_a_page_cites_is_in_use(copy: Copy) -> None:
    bib = copy.own_bib()
    bib.write_text(ENTRY + bib.read_text(encoding="utf-8"), encoding="utf-8")
    page = bib.parent / "page.md"
    for role in ("cite", "cite:t", "footcite:p"):
        page.write_text(f"So says {{{role}}}`knights-morcos-2021, test-2021-entry`.", encoding="utf-8")
        assert copy.problems() == []


def test_broken_files_of_every_kind_come_back_together(copy: Copy) -> None:
    copy.csv("events").unlink()
    _encode(copy.csv("commanders"))
    copy.own_bib().write_text("@misc{", encoding="utf-8")
    files = [problem.file for problem in copy.problems()]
    assert files == ["book/references.bib", "data/commanders.csv", "data/events.csv"]
