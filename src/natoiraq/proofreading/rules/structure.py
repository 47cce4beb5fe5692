"""Rules on how a page is put together: names are known, headings step down by one, pictures have words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import Problem, suggest
from natoiraq.proofreading.blocks import PROSE
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.page import Page
from natoiraq.proofreading.prose import links, roles, without_code

DIRECTIVES: Final = PROSE.union(
    ("bibliography", "code-block", "code-cell", "codebook", "csv-table", "figure", "footbibliography"),
    ("forecast-sheet", "image", "list-table", "math", "outcome-map", "outcomes", "quiz", "rst-class"),
    ("sources", "table"),
)
ROLES: Final = frozenset(
    {"abbr", "doc", "download", "eq", "fact", "math", "numref", "ref", "sub", "sup"}
).union(("footcite", "footcite:p", "footcite:t", "term"))
HERE: Final = "src/natoiraq/proofreading/rules/structure.py"
# A role that nothing in backticks follows is printed as it stands.
LOOSE: Final = re.compile(r"\{([a-z][a-z:]*)\}")
PATH: Final = re.compile(r"\.(?:png|svg|jpe?g)$|_")


def directives_are_known(book: Book) -> Iterator[Problem]:
    """Guard against a misspelt directive: the page would lose what stands in it."""
    for page in _myst(book):
        for fence in page.blocks.fences:
            if fence.kind and fence.kind not in DIRECTIVES:
                cure = suggest(fence.kind, DIRECTIVES, f"remove it, or add its name to {HERE}")
                yield Problem(page.name, fence.line, None, f"there is no directive {{{fence.kind}}}", cure)


def roles_are_known(book: Book) -> Iterator[Problem]:
    """Guard against a misspelt role, and against one without its backticks."""
    for page in _myst(book):
        for line in (*page.blocks.text, *page.asked):
            for role in roles(line.text):
                if role.name not in ROLES:
                    cure = suggest(role.name, ROLES, f"remove it, or add its name to {HERE}")
                    yield line.problem(f"there is no role {{{role.name}}}", cure)
            for loose in LOOSE.finditer(without_code(line.text)):
                message = f"no text in backticks follows {loose[0]}"
                yield line.problem(message, f"write {loose[0]}`...` without a blank between, and close it")


def a_page_has_one_title(book: Book) -> Iterator[Problem]:
    """Guard against a page without a title, with two, or with a heading that skips a level."""
    for page in book.in_book.values():
        if not book.checks(page.name):
            continue
        if not page.headings or page.headings[0][1] != 1:
            yield page.lines[0].problem(
                "the page does not begin with a title", "write it above all else, as `# Title`"
            )
        before = 0
        for line, level in page.headings:
            if level == 1 and before:
                yield line.problem("this is a second title", "write `##` before a section")
            elif before and level > before + 1:
                yield line.problem(
                    f"this heading is {level - before} levels below the one before it",
                    f"write `{'#' * (before + 1)}`",
                )
            before = level


def labels_are_unique(book: Book) -> Iterator[Problem]:
    """Guard against a label of two passages: links would lead to either of them."""
    seen: dict[str, str] = {}
    for page in book.in_book.values():
        for line in page.label_lines:
            if line.text in seen:
                message = f"the label ({line.text})= stands in {seen[line.text]}, too"
                yield line.problem(message, "choose another, and correct the links")
            seen.setdefault(line.text, f"{line.file}:{line.number}")


def notebooks_say_so(book: Book) -> Iterator[Problem]:
    """Guard against code cells on a page that is no notebook: nothing would run them."""
    for page in _myst(book):
        cell = next(page.directives("code-cell"), None)
        if cell and not any(line.text.startswith("kernelspec:") for line in page.blocks.header):
            yield Problem(
                page.name,
                cell.line,
                None,
                "the page has a code cell and is no notebook",
                "begin it with the header of book/2-history.md, from `---` to `---`",
            )


def pictures_have_words(book: Book) -> Iterator[Problem]:
    """Guard against pictures that say nothing to those who do not see them, or the name of a file."""
    cure = "write a sentence that says what the picture shows"
    for page in book.checked:
        for fence in page.directives("image", "figure"):
            said = [line.text.partition(":alt:")[2].strip() for line in fence.options if ":alt:" in line.text]
            if not said or not _is_sentence(said[0]):
                message = f"the picture {fence.argument} has no words for those who do not see it"
                yield Problem(page.name, fence.line, None, message, f"add the option `:alt:` and {cure}")
        for line in page.blocks.text:
            for link in links(line.text):
                if link.picture and not _is_sentence(link.words):
                    message = f"the picture {link.target} has no words for those who do not see it"
                    yield line.problem(message, f"{cure} between the brackets")


def _is_sentence(text: str) -> bool:
    return " " in text and not PATH.search(text)


def _myst(book: Book) -> list[Page]:
    """Return the pages that Jupyter Book or nbgrader reads, directives and all."""
    return [page for page in book.checked if page.name.startswith(("book/", "exercises/source/"))]


RULES = (
    directives_are_known,
    roles_are_known,
    a_page_has_one_title,
    labels_are_unique,
    notebooks_say_so,
    pictures_have_words,
)
