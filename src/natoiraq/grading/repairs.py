"""Says to the instructor what was out of the ordinary in a submission, a sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from natoiraq.grading.cells import without_installs
from natoiraq.grading.matching import Matched, about

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from natoiraq.grading.handed_in import HandedIn


def repairs(handed_in: HandedIn, matched: Matched, release: NotebookNode) -> Iterator[str]:
    """Yield what was repaired to put a submission on the released notebook, and hints about its origin."""
    if not handed_in.cells:
        return
    title = release.metadata.get("exercise", {}).get("title", "")
    if handed_in.title not in ("", title):
        yield f"The file says that it is another exercise, “{handed_in.title[:80]}”, and not “{title}”."
    if handed_in.language not in ("", "python"):
        yield f"The notebook was set to another language, “{handed_in.language[:40]}”; it was run as Python."
    yield from _lost(matched, handed_in.damaged)
    yield from _changed(matched)
    if any(without_installs(cell.source) != cell.source for cell in handed_in.cells if cell.kind == "code"):
        yield "Commands that install packages, or set up drawing, were left out."


def _lost(matched: Matched, damaged: bool) -> Iterator[str]:
    """Yield what was missing, or had lost what tells which cell it was."""
    places = [place for place, given in enumerate(matched.released) if about(given)]
    missing = [place for place in places if place not in matched.copies]
    answers = {place for place in places if about(matched.released[place]).get("solution")}
    by_hand = {place for place in answers if damaged and about(matched.released[place]).get("grade")}
    if names := _names(matched, by_hand & set(missing)):
        yield f"{names} missing, perhaps lost with a part of the file: a person has to give the mark."
    if names := _names(matched, (answers - by_hand) & set(missing)):
        yield f"{names} missing and counted as not answered."
    if names := _names(matched, set(missing) - answers):
        yield f"{names} missing; what was released stands there."
    if names := _names(matched, matched.guessed & answers):
        yield f"{names} without nbgrader's metadata, and recognised by id, text or place."


def _changed(matched: Matched) -> Iterator[str]:
    """Yield which cells were edited, doubled, moved or turned into another type."""
    chosen, released = matched.chosen, matched.released
    answers = {place for place in chosen if about(released[place]).get("solution")}
    edited = {place for place, number in chosen.items() if not matched.same(number, place)} - answers
    if variant := [place for place in edited if about(released[place]).get("grade_id") == "variant"]:
        yield (
            f"{_names(matched, variant)} edited although locked; the released text was used. "
            "The answers may be for the values of somebody else: compare both."
        )
    if names := _names(matched, edited - set(variant)):
        yield f"{names} edited although locked; the released text was used."
    doubled = {
        place for place in answers if len({matched.cells[n].source for n in matched.answers(place)}) > 1
    }
    if names := _names(matched, doubled):
        yield f"{names} handed in more than once; the last answer counts, and others run as further cells."
    if names := _names(matched, _moved(matched)):
        yield f"{names} moved, and put back in place."
    retyped = {place for place in answers if matched.cells[chosen[place]].kind != released[place].cell_type}
    if names := _names(matched, retyped):
        yield f"{names} turned into another type, and turned back."
    if names := _names(matched, {place for place in answers if matched.cells[chosen[place]].pictures}):
        yield f"{names} handed in with pictures, which are not taken: open the file handed in to see them."


def _moved(matched: Matched) -> set[int]:
    """Return the cells that have to move if the others are to stand in the released order."""
    order = sorted(matched.chosen, key=lambda place: matched.chosen[place])
    blocks = SequenceMatcher(None, sorted(order), order, autojunk=False).get_matching_blocks()
    return set(order) - {order[block.b + step] for block in blocks for step in range(block.size)}


def _names(matched: Matched, places: Iterable[int]) -> str:
    """Return the beginning of a sentence about cells; "" when there are none."""
    names = [str(matched.released[place].get("id")) for place in sorted(places)]
    if len(names) < 2:
        return f"Cell {names[0]} was" if names else ""
    return f"Cells {', '.join(names[:-1])} and {names[-1]} were"
