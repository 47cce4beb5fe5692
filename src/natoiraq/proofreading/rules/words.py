"""Rules on words: no Latin abbreviations, nothing left unfinished, British words, one name for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bookkit.evidence.problems import Problem
from natoiraq.proofreading import vocabulary
from natoiraq.proofreading.book import Book
from natoiraq.proofreading.lines import Line

# Abbreviation -> what to write; the last dot may end a sentence, or be forgotten.
LATIN: Final = {
    r"(?i:e\.?g\.?)": "for example, or such as",
    r"(?i:i\.?e\.?)": "that is",
    r"(?i:etc\.?)": "and so on, or the whole list",
    r"(?i:viz\.?)": "namely",
    r"(?i:cf\.?)": "compare",
    r"(?i:et al\.?)": "and others",
    r"vs\.?": "against",
    r"(?i:ibid\.?)": "the source again",
    r"NB": "note",
}
UNFINISHED: Final = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX|lorem ipsum|coming soon|to be written)\b", re.IGNORECASE
)
# What the dictionary lets pass, as each is a British word, too: in another sense, or in the Oxford style.
AMERICAN: Final = {
    r"(?<!by )(?<!who )programs?": "programme, unless a computer runs it",
    r"programed|programing": "programmed, programming",
    r"judgments?": "judgement",
    r"advisors?": "adviser",
    r"counselors?": "counsellor",
    r"offenses?|pretenses?": "offence, pretence",
    r"fulfillment|enroll(?:s|ment)?": "fulfilment, enrol",
    r"cancel(?:ed|ing)|model(?:ed|ing)|signal(?:ed|ing)|counsel(?:ed|ing)": "a double l",
    r"maneuver(?:s|ed|ing)?": "manoeuvre",
    r"catalogs?": "catalogue",
    r"fibers?|liters?": "fibre, litre",
    r"plow(?:s|ed|ing)?|mold(?:s|ed|ing)?|cozy": "plough, mould, cosy",
    r"licens(?:e|es) (?:is|are|that|which|of|for|under)": "licence, as a noun",
    r"practic(?:ed|ing)": "practised, practising",
    r"toward": "towards",
    r"gotten": "got",
    r"math": "mathematics",
    r"tons? of oil": "tonnes of oil",
}
# Words in -ize that have no other spelling.
SIZES: Final = r"(?!(?:re|over|under|down|up|out|mid|super)?siz|priz|seiz|capsiz|assiz|bronz|maiz)"
OXFORD: Final = re.compile(rf"\b{SIZES}[a-z]{{2,}}[iy]z(?:e|es|ed|ing|er|ers|ation|ations)\b", re.IGNORECASE)
# One thing, one name: the wrong name and the glossary's.
ONE_NAME: Final = {
    r"NATO Mission in Iraq": "NATO Mission Iraq",
    r"NTMI|NTM I": "NTM-I",
    r"ISIS|ISIL|Daesh": "IS",
    r"Popular Mobilisation": "Popular Mobilization",
    r"(?<!officially )Türkiye": "Turkey",
    r"Military Advisory Group": "Military Advisor Group",
    r"head count|head-count": "headcount",
}
WITH_OTHER_NAMES: Final = frozenset({"book/reference/glossary.md", "data/datapackage.json"})


def no_latin(book: Book) -> Iterator[Problem]:
    """Guard against Latin abbreviations: readers of English as a second language stumble over them."""
    for short, meaning in LATIN.items():
        for line, found in _matches(re.compile(rf"(?<!\w){short}(?!\w)"), book.words):
            yield line.problem(f"“{found}” is a Latin abbreviation", f"write {meaning}")


def nothing_unfinished(book: Book) -> Iterator[Problem]:
    """Guard against notes of authors to themselves, in the text or in a comment."""
    comments = [line for page in book.checked for line in page.blocks.text if line.text.startswith("%")]
    for line, found in _matches(UNFINISHED, [*book.words, *comments]):
        yield line.problem(f"“{found}” was left here", "finish the passage, or take it out")


def words_are_british(book: Book) -> Iterator[Problem]:
    """Guard against American words that a British dictionary has, too."""
    lines = [line._replace(text=vocabulary.without_names(line.text)) for line in book.words]
    cure = f"an official name goes into {vocabulary.where()}"
    for wrong, right in AMERICAN.items():
        for line, found in _matches(re.compile(rf"\b(?:{wrong})\b", re.IGNORECASE), lines):
            yield line.problem(f"“{found}” is American spelling", f"write {right}; {cure}")
    for line, found in _matches(OXFORD, lines):
        british = re.sub(r"z(?=[a-z]*$)", "s", found)
        yield line.problem(f"“{found}” is not spelt as in the rest", f"write {british}; {cure}")


def one_thing_has_one_name(book: Book) -> Iterator[Problem]:
    """Guard against one thing under two names; glossary and codebook list the other names."""
    lines = [line for line in book.words if line.file not in WITH_OTHER_NAMES]
    for wrong, right in ONE_NAME.items():
        for line, found in _matches(re.compile(rf"\b(?:{wrong})\b"), lines):
            yield line.problem(f"“{found}” has another name in this book", f"write {right}")


def _matches(pattern: re.Pattern[str], lines: list[Line]) -> Iterator[tuple[Line, str]]:
    for line in lines:
        for match in pattern.finditer(line.text):
            yield line, match[0]


RULES = (no_latin, nothing_unfinished, words_are_british, one_thing_has_one_name)
