"""Tables are held against their schemas by the Frictionless standard, and nothing of one is passed over."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest

from bookkit import evidence
from bookkit.evidence import Problem

WORDS = {"title": "Words", "description": "Words that a codebook needs."}
SOURCED = {"sources": [{"title": "A source", "natoiraq:key": "test"}]}


def _field(name: str, kind: str, **constraints: Any) -> dict[str, Any]:
    unit = {"natoiraq:unit": "persons"} if kind in ("integer", "number") else {}
    return {"name": name, **WORDS, "type": kind, **unit, "constraints": constraints}


class Small:
    """A package of a few tables, in a folder of its own with a bibliography of one entry."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.data.mkdir()
        self.descriptor: dict[str, Any] = {
            "name": "small",
            "natoiraq:facts_as_of": "2026-01-01",
            "licenses": [{"name": "CC-BY-4.0"}],
            "resources": [],
        }
        self._bib = folder / "references.bib"
        self._bib.write_text(
            "@misc{test, author={{A}}, title={{T}}, url={https://example.org/}}", encoding="utf-8"
        )

    def add(self, name: str, fields: list[dict[str, Any]], rows: list[dict[str, str]], **schema: Any) -> None:
        """Add a table; a row has the cells that are given and empty ones else."""
        path = f"{name}.csv"
        with (self.data / path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, [field["name"] for field in fields], restval="", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(rows)
        resource = {"name": name, "path": path, **WORDS, **SOURCED, "schema": {"fields": fields, **schema}}
        self.descriptor["resources"].append(resource)

    def problems(self) -> list[Problem]:
        text = json.dumps(self.descriptor)
        (self.data / "datapackage.json").write_text(text, encoding="utf-8")
        return evidence.validate(self.data, self._bib)

    def wrong_cells(self) -> set[tuple[str, int | None, str | None]]:
        """Return what our rules find, by file, row and field."""
        return {(each.file.removeprefix("data/"), each.row, each.field) for each in self.problems()}

    def wrong_to_frictionless(self) -> set[tuple[str, int | None, str | None]]:
        """Return what Frictionless finds, by file, row and field."""
        report = frictionless.Package(str(self.data / "datapackage.json")).validate()
        assert not report.errors
        keys = {
            each["name"]: ", ".join(each["schema"].get("primaryKey", []))
            for each in self.descriptor["resources"]
        }
        return {
            (task.place, error.row_number, _place(error, keys[task.name]))
            for task in report.tasks
            for error in task.errors
        }


def _place(error: Any, primary_key: str) -> str:
    if error.type == "primary-key":
        return primary_key
    return ", ".join(error.field_names) if error.type == "foreign-key" else error.field_name


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)


def test_frictionless_finds_the_evidence_sound() -> None:
    """Prove that other programs can read the tables by the standard that their descriptor follows."""
    report = frictionless.Package(str(evidence.DATA / "datapackage.json")).validate()
    assert [error.message for error in report.errors] == []
    assert [error.message for task in report.tasks for error in task.errors] == []
    assert len(report.tasks) == len(evidence.table_names())


# Of each pair of cells, the first keeps the constraint and the second breaks it.
KINDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "integer": (_field("x", "integer"), "-12", "12.5"),
    "number": (_field("x", "number"), "-12.5e-3", "12,5"),
    "year": (_field("x", "year"), "2021", "21"),
    "boolean": (_field("x", "boolean"), "TRUE", "yes"),
    "date": (_field("x", "date"), "2021-02-28", "2021-02-30"),
    "required": (_field("x", "string", required=True), "word", ""),
    "enum": (_field("x", "string", enum=["yes", "no"]), "no", "No"),
    "pattern": (_field("x", "string", pattern="[a-z]{2}"), "ab", "abc"),
    "minLength": (_field("x", "string", minLength=3), "abc", "ab"),
    "maxLength": (_field("x", "string", maxLength=3), "abc", "abcd"),
    "minimum of whole numbers": (_field("x", "integer", minimum=10), "10", "9"),
    "maximum of whole numbers": (_field("x", "integer", maximum="10"), "10", "11"),
    "minimum of numbers": (_field("x", "number", minimum=-0.5), "-0.5", "-0.51"),
    "maximum of numbers": (_field("x", "number", maximum=100), "100.0", "100.01"),
    "minimum of years": (_field("x", "year", minimum=2003), "2003", "2002"),
    "maximum of years": (_field("x", "year", maximum=2003), "2003", "2004"),
    "minimum of days": (_field("x", "date", minimum="2021-02-10"), "2021-02-10", "2021-02-09"),
    "maximum of days": (_field("x", "date", maximum="2021-02-10"), "2021-02-10", "2021-02-11"),
    "exclusiveMinimum": (_field("x", "number", exclusiveMinimum=0), "0.1", "0"),
    "exclusiveMaximum": (_field("x", "integer", exclusiveMaximum=10), "9", "10"),
    "unique words": (_field("x", "string", unique=True), "b", "a"),
    "unique numbers, not only unique texts": (_field("x", "integer", unique=True), "5", "07"),
}
FIRST_OF_UNIQUE = {"unique words": "a", "unique numbers, not only unique texts": "7"}


def test_frictionless_agrees_on_every_kind_of_wrong_cell(small: Small) -> None:
    small.descriptor["$schema"] = (
        "https://datapackage.org/profiles/2.0/datapackage.json"  # has exclusive limits
    )
    names = {kind: f"x{number}" for number, kind in enumerate(KINDS)}
    fields = [field | {"name": names[kind]} for kind, (field, _, _) in KINDS.items()]
    keeping = {names[kind]: cell for kind, (_, cell, _) in KINDS.items()}
    first = {names[kind]: cell for kind, cell in FIRST_OF_UNIQUE.items()}
    breaking = [
        keeping | dict.fromkeys(first, "") | {names[kind]: cell} for kind, (_, _, cell) in KINDS.items()
    ]
    small.add("cells", fields, [keeping, keeping | first, *breaking])
    wrong = {("cells.csv", number, names[kind]) for number, kind in enumerate(KINDS, start=4)}
    assert small.wrong_cells() == wrong
    assert small.wrong_to_frictionless() == wrong


def test_a_pattern_is_for_the_whole_cell_even_with_a_choice_in_it(small: Small) -> None:
    """Guard against Frictionless' reading of ``a|b``, which lets everything pass that begins with ``a``."""
    field = _field("x", "string", pattern="ab|cd")
    small.add("cells", [field], [{"x": "ab"}, {"x": "cd"}, {"x": "abc"}, {"x": "xcd"}, {"x": "ab\n"}])
    found = {problem.row for problem in small.problems() if "is not of the form ab|cd" in problem.message}
    assert found == {4, 5, 6}


def _keyed(small: Small) -> None:
    places = [{"country": "Iraq", "town": "Mosul"}, {"country": "Iraq", "town": "Basra"}]
    columns = [_field("country", "string", required=True), _field("town", "string", required=True)]
    small.add("places", columns, [*places, places[0]], primaryKey=["country", "town"])
    posts = [
        {"number": "1"},
        {"number": "2", "under": "1", "country": "Iraq", "town": "Mosul"},
        {"number": "3", "under": "4"},
        {"number": "4", "under": "04", "country": "Iraq", "town": "Erbil"},
        {"number": "5", "under": "6"},
        {"number": "5", "country": "Iraq"},
    ]
    small.add(
        "posts",
        [
            _field("number", "integer", required=True),
            _field("under", "integer"),
            _field("country", "string"),
            _field("town", "string"),
        ],
        posts,
        primaryKey=["number"],
        foreignKeys=[
            {"fields": ["under"], "reference": {"resource": "", "fields": ["number"]}},
            {
                "fields": ["country", "town"],
                "reference": {"resource": "places", "fields": ["country", "town"]},
            },
        ],
    )


def test_frictionless_agrees_on_keys_within_a_table_and_between_tables(small: Small) -> None:
    _keyed(small)
    wrong = {
        ("places.csv", 4, "country, town"),
        ("posts.csv", 5, "country, town"),
        ("posts.csv", 6, "under"),
        ("posts.csv", 7, "number"),
        ("posts.csv", 7, "country, town"),
    }
    assert small.wrong_cells() == wrong
    assert small.wrong_to_frictionless() == wrong


def test_a_key_without_brackets_and_a_table_that_need_not_be_named_are_the_same_key(small: Small) -> None:
    _keyed(small)
    expected = small.problems()
    posts = small.descriptor["resources"][1]["schema"]
    posts["primaryKey"] = "number"
    posts["foreignKeys"][0] = {"fields": "under", "reference": {"fields": "number"}}
    assert small.problems() == expected


def test_a_key_says_which_rows_it_means(small: Small) -> None:
    _keyed(small)
    lines = [str(problem) for problem in small.problems()]
    assert lines == [
        "data/places.csv, row 4, field country, town: 'Iraq, Mosul' stands here a second time: "
        "row 2 has it, too. Cure: remove one of the rows.",
        "data/posts.csv, row 5, field country, town: 'Iraq, Erbil' is missing in places. "
        "Cure: add it to places, or correct the cell.",
        "data/posts.csv, row 6, field under: '6' is missing in posts. "
        "Cure: add it to posts, or correct the cell.",
        "data/posts.csv, row 7, field country, town: 'Iraq, ' is missing in places. "
        "Cure: add it to places, or correct the cell.",
        "data/posts.csv, row 7, field number: '5' stands here a second time: row 6 has it, too. "
        "Cure: remove one of the rows.",
    ]


def test_a_key_that_is_no_value_is_told_once(small: Small) -> None:
    small.add(
        "posts",
        [_field("number", "integer", unique=True), _field("under", "integer")],
        [{"number": "one", "under": "two"}, {"number": "one"}],
        primaryKey=["number"],
        foreignKeys=[{"fields": ["under"], "reference": {"resource": "", "fields": ["number"]}}],
    )
    wrong = {("posts.csv", 2, "number"), ("posts.csv", 2, "under"), ("posts.csv", 3, "number")}
    assert small.wrong_cells() == wrong
    assert all("is not a whole number" in problem.message for problem in small.problems())


def test_every_column_of_a_primary_key_has_to_be_filled(small: Small) -> None:
    small.add("posts", [_field("a", "string"), _field("b", "string")], [{"a": "x"}], primaryKey=["a", "b"])
    (problem,) = small.problems()
    assert (problem.row, problem.field, problem.message) == (2, "b", "the cell is empty")


def test_words_for_missing_values_are_empty_cells_everywhere(small: Small) -> None:
    fields = [_field("id", "string", required=True), _field("men", "integer", minimum=1)]
    rows = [{"id": "a", "men": "n/a"}, {"id": "n/a", "men": "3"}]
    small.add("posts", fields, rows, missingValues=["", "n/a"])
    assert small.wrong_cells() == {("posts.csv", 3, "id")}
    assert small.wrong_to_frictionless() == {("posts.csv", 3, "id")}
    assert list(evidence.load("posts", small.data)["men"].isna()) == [True, False]


def test_a_row_of_empty_cells_is_told_once(small: Small) -> None:
    fields = [_field("id", "string", required=True, unique=True), _field("men", "integer", required=True)]
    small.add("posts", fields, [{"id": "a", "men": "1"}, {}], primaryKey=["id"])
    (problem,) = small.problems()
    assert (problem.row, problem.field, problem.message) == (3, None, "the row is empty")
    assert problem.cure == "delete it"


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("integer", "+5"),
        ("integer", "1_000"),
        ("integer", "9223372036854775808"),
        ("number", "NaN"),
        ("number", "1e999"),
        ("date", "2021-2-3"),
    ],
)
def test_what_frictionless_takes_and_a_loaded_table_would_not_hold_is_told(
    kind: str, cell: str, small: Small
) -> None:
    small.add("posts", [_field("id", "string"), _field("x", kind)], [{"id": "a", "x": cell}])
    (problem,) = small.problems()
    assert (problem.row, problem.field) == (2, "x")
    assert problem.message.startswith(f"{cell!r} is not a")
    with pytest.raises(evidence.EvidenceError) as caught:
        evidence.load("posts", small.data)
    assert caught.value.problem == problem


Change = Callable[[dict[str, Any], dict[str, Any]], Any]
DESCRIPTIONS: dict[str, tuple[Change, str | None, str, str]] = {
    "a constraint is misspelt": (
        lambda _, table: table["schema"]["fields"][1]["constraints"].update(minimun=3),
        "posts.men.minimun",
        "there is no property 'minimun'",
        "'minimum'",
    ),
    "a constraint belongs to another type": (
        lambda _, table: table["schema"]["fields"][1]["constraints"].update(pattern="\\d+"),
        "posts.men.pattern",
        "the type integer has no constraint 'pattern'",
        "use one of required, unique, minimum",
    ),
    "a vocabulary belongs to another type": (
        lambda _, table: table["schema"]["fields"][1]["constraints"].update(enum=["1", "2"]),
        "posts.men.enum",
        "the type integer has no constraint 'enum'",
        "remove it",
    ),
    "a vocabulary is empty": (
        lambda _, table: table["schema"]["fields"][0]["constraints"].update(enum=[]),
        "posts.id.enum",
        "[] is not a list of at least one word",
        "write a list",
    ),
    "a vocabulary has a word twice": (
        lambda _, table: table["schema"]["fields"][0]["constraints"].update(enum=["a", "a"]),
        "posts.id.enum",
        "is not a list of at least one word and none twice",
        "write a list",
    ),
    "a truth is written as a word": (
        lambda _, table: table["schema"]["fields"][0]["constraints"].update(required="yes"),
        "posts.id.required",
        '"yes" is not true or false',
        "write true or false",
    ),
    "a length is no number": (
        lambda _, table: table["schema"]["fields"][0]["constraints"].update(minLength="3"),
        "posts.id.minLength",
        '"3" is not a whole number',
        "write a whole number",
    ),
    "a limit is not of the type": (
        lambda _, table: table["schema"]["fields"][1]["constraints"].update(maximum="many"),
        "posts.men.maximum",
        "the constraint 'maximum': 'many' is not a whole number",
        "write digits only",
    ),
    "a pattern is none": (
        lambda _, table: table["schema"]["fields"][0]["constraints"].update(pattern="[a-z"),
        "posts.id.pattern",
        "'[a-z' is not a regular expression",
        "correct it there",
    ),
    "constraints are a list": (
        lambda _, table: table["schema"]["fields"][0].update(constraints=["required"]),
        "posts.id.constraints",
        '["required"] is not an object',
        "write an object in braces",
    ),
    "a field has a format that nobody reads": (
        lambda _, table: table["schema"]["fields"][0].update(format="email"),
        "posts.id.format",
        "there is no property 'format'",
        "remove it",
    ),
    "a type is one of Frictionless' that no table can hold": (
        lambda _, table: table["schema"]["fields"][0].update(type="geopoint"),
        "posts.id.type",
        '"geopoint" is not one of string',
        "write one of string",
    ),
    "a partial date is no text to others": (
        lambda _, table: table["schema"]["fields"][1].update({"natoiraq:type": "partial-date"}),
        "posts.men.type",
        '"integer" is not string, as a partial date must be',
        "write string",
    ),
    "a title is a number": (
        lambda _, table: table.update(title=3),
        "posts.title",
        "3 is not text",
        "write text",
    ),
    "sources are one text": (
        lambda _, table: table.update(sources="test"),
        "posts.sources",
        '"test" is not a list',
        "write a list in square brackets",
    ),
    "a schema is the name of a file": (
        lambda _, table: table.update(schema="schema.json"),
        "posts.schema",
        '"schema.json" is not an object',
        "write an object in braces",
    ),
    "a property of a table is misspelt": (
        lambda _, table: table.update({"natoiraq:caveat": ["It is short."]}),
        "posts.natoiraq:caveat",
        "there is no property 'natoiraq:caveat'",
        "'natoiraq:caveats'",
    ),
    "a property of the package is misspelt": (
        lambda package, _: package.update(licences=[]),
        "licences",
        "there is no property 'licences'",
        "'licenses'",
    ),
    "resources are no list": (
        lambda package, _: package.update(resources={}),
        "resources",
        "{} is not a list",
        "write a list in square brackets",
    ),
    "a table has no name": (
        lambda _, table: table.pop("name"),
        "resources.1.name",
        "the property 'name' is missing",
        "add it",
    ),
    "two tables have one name": (
        lambda package, table: package["resources"].append(table),
        "resources.posts",
        "the name 'posts' stands here 2 times",
        "give each its own name",
    ),
    "a table lies outside the folder": (
        lambda _, table: table.update(path="../posts.csv"),
        "posts.path",
        "is not the path of a file in the descriptor's folder",
        "write the path",
    ),
    "a table has another separator": (
        lambda _, table: table.update(dialect={"delimiter": ";"}),
        "posts.dialect.delimiter",
        '";" is not ",", as every table is read',
        "save the table as CSV UTF-8 with commas",
    ),
    "a table has another encoding": (
        lambda _, table: table.update(encoding="cp1252"),
        "posts.encoding",
        '"cp1252" is not utf-8',
        "save the table as CSV UTF-8",
    ),
    "a table is no CSV": (
        lambda _, table: table.update(format="xlsx"),
        "posts.format",
        '"xlsx" is not csv',
        "save the table as CSV UTF-8",
    ),
    "empty cells are values": (
        lambda _, table: table["schema"].update(missingValues=["n/a"]),
        "posts.missingValues",
        'is not a list of words with "" among them',
        "write a list",
    ),
    "missing values are one text": (
        lambda _, table: table["schema"].update(missingValues=""),
        "posts.missingValues",
        '"" is not a list of words',
        "write a list",
    ),
    "the primary key is no column": (
        lambda _, table: table["schema"].update(primaryKey=["ids"]),
        "posts.primaryKey",
        "the table posts has no column 'ids'",
        "'id'",
    ),
    "the primary key is a number": (
        lambda _, table: table["schema"].update(primaryKey=1),
        "posts.primaryKey",
        "1 is not the name of a column",
        "write the name of a column",
    ),
    "a foreign key is no column": (
        lambda _, table: table["schema"].update(
            foreignKeys=[{"fields": "mem", "reference": {"resource": "", "fields": "men"}}]
        ),
        "posts.foreignKeys",
        "the table posts has no column 'mem'",
        "'men'",
    ),
    "a foreign key leads to no table": (
        lambda _, table: table["schema"].update(
            foreignKeys=[{"fields": "men", "reference": {"resource": "post", "fields": "men"}}]
        ),
        "posts.foreignKeys",
        "there is no table 'post'",
        "'posts'",
    ),
    "a foreign key leads to no column": (
        lambda _, table: table["schema"].update(
            foreignKeys=[{"fields": "men", "reference": {"resource": "posts", "fields": "man"}}]
        ),
        "posts.foreignKeys",
        "the table posts has no column 'man'",
        "'men'",
    ),
    "a foreign key has another length there": (
        lambda _, table: table["schema"].update(
            foreignKeys=[{"fields": "men", "reference": {"resource": "", "fields": ["id", "men"]}}]
        ),
        "posts.foreignKeys",
        "the key has 1 columns here and 2 in posts",
        "name as many here as there",
    ),
    "a foreign key leads nowhere": (
        lambda _, table: table["schema"].update(foreignKeys=[{"fields": "men"}]),
        "posts.foreignKeys.1.reference",
        "the property 'reference' is missing",
        "add it",
    ),
}


@pytest.mark.parametrize(("change", "field", "says", "cure"), DESCRIPTIONS.values(), ids=DESCRIPTIONS.keys())
def test_nothing_of_the_descriptor_is_passed_over(
    change: Change, field: str | None, says: str, cure: str, small: Small
) -> None:
    fields = [_field("id", "string", required=True), _field("men", "integer")]
    small.add("posts", fields, [{"id": "a", "men": "1"}], primaryKey=["id"])
    assert small.problems() == []
    change(small.descriptor, small.descriptor["resources"][0])
    (problem,) = small.problems()
    assert (problem.file, problem.row, problem.field) == ("data/datapackage.json", None, field)
    assert says in problem.message
    assert cure in problem.cure


def test_two_columns_of_one_name_are_told(small: Small) -> None:
    fields = [_field("id", "string"), _field("men", "integer"), _field("men", "integer")]
    small.add("posts", fields, [{"id": "a", "men": "1"}])
    (problem,) = small.problems()
    assert (problem.file, problem.field) == ("data/datapackage.json", "posts.men")
    assert problem.message == "the name 'men' stands here 2 times"


def test_a_dialect_that_says_how_tables_are_read_may_stand(small: Small) -> None:
    small.add("posts", [_field("id", "string")], [{"id": "a"}])
    dialect = {"delimiter": ",", "quoteChar": '"', "header": True}
    small.descriptor["resources"][0] |= {"dialect": dialect, "encoding": "utf-8", "format": "csv"}
    assert small.problems() == []
