"""Finds out which released cell each cell of a submission was, even where its metadata is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from natoiraq.grading.cells import Cell


@dataclass(frozen=True)
class Matched:
    """The cells of a submission beside those that were released.

    Parameters
    ----------
    cells, released
        Both, in their order.
    found
        The place of the released cell that each cell of the submission was; None for the student's own.
        Several may be copies of one.
    guessed
        The places that were recognised without a grade_id.
    """

    cells: Sequence[Cell]
    released: Sequence[NotebookNode]
    found: Sequence[int | None]
    guessed: frozenset[int]

    @cached_property
    def copies(self) -> dict[int, list[int]]:
        """The cells of the submission that were a released cell, by its place."""
        copies: dict[int, list[int]] = {}
        for number, place in enumerate(self.found):
            if place is not None:
                copies.setdefault(place, []).append(number)
        return copies

    @cached_property
    def chosen(self) -> dict[int, int]:
        """The cell that counts: the last answer that is one; of a locked cell, one that was left alone."""
        chosen = {}
        for place, numbers in self.copies.items():
            if about(self.released[place]).get("solution"):
                chosen[place] = (self.answers(place) or numbers)[-1]
            else:
                chosen[place] = next((number for number in numbers if self.same(number, place)), numbers[0])
        return chosen

    def answers(self, place: int) -> list[int]:
        """Return the copies of a cell that hold something else than was released."""
        return [
            number
            for number in self.copies[place]
            if self.cells[number].source.strip() and not self.same(number, place)
        ]

    def same(self, number: int, place: int) -> bool:
        """Say whether a cell has the text that was released at a place."""
        return alike(self.cells[number].source, self.released[place].source)

    def own_cells(self) -> Iterator[tuple[int, Cell]]:
        """Yield each cell that is the student's own, after the place of the released cell that it follows.

        These are copies of answers, too, and what was written into a locked cell: it may be an answer.
        """
        known = {lines(given.source) for given in self.released}
        after = -1
        for number, (cell, place) in enumerate(zip(self.cells, self.found, strict=True)):
            counts = place is not None and self.chosen[place] == number
            written = lines(cell.source)
            if counts and place is not None:
                given = self.released[place]
                locked = given.cell_type == cell.kind == "code" and not about(given).get("solution")
                if locked and not set(written) <= set(lines(given.source)):
                    yield place - 1, cell
                after = place
            elif written and written not in known:
                yield self._after(after), cell

    def _after(self, place: int) -> int:
        """Return the place behind which no cell is missing, up to a test: the student's own came later."""
        while place + 1 < len(self.released) and place + 1 not in self.copies:
            given = about(self.released[place + 1])
            if given.get("grade") and not given.get("solution"):
                break
            place += 1
        return place


def about(cell: NotebookNode) -> dict[str, Any]:
    """Return nbgrader's metadata of one of our own cells; empty for a cell that nbgrader leaves alone."""
    return dict(cell.metadata.get("nbgrader", {}))


def lines(text: str) -> tuple[str, ...]:
    """Return a text's lines without the white space that editors change."""
    return tuple(line.rstrip() for line in text.strip().splitlines())


def alike(one: str, other: str) -> bool:
    """Say whether two texts differ in white space at most, as editors change it."""
    return one == other or lines(one) == lines(other)


def match(cells: Sequence[Cell], released: Sequence[NotebookNode]) -> Matched:
    """Return which released cell each cell of a submission was: by grade_id, id, text, or place."""
    grade_ids = {about(given)["grade_id"]: place for place, given in enumerate(released) if about(given)}
    cell_ids = {given.get("id", ""): place for place, given in enumerate(released)}
    found = [grade_ids.get(cell.grade_id) for cell in cells]
    sure = frozenset(place for place in found if place is not None)
    for number, cell in enumerate(cells):
        place = cell_ids.get(cell.cell_id)
        if found[number] is None and place not in sure:
            found[number] = place
    _by_text(cells, released, found)
    _by_place(cells, released, found)
    return Matched(cells, released, found, frozenset(place for place in found if place is not None) - sure)


def _by_text(cells: Sequence[Cell], released: Sequence[NotebookNode], found: list[int | None]) -> None:
    """Match cells that nobody changed."""
    left = {place: lines(given.source) for place, given in enumerate(released) if place not in found}
    for number, cell in enumerate(cells):
        if found[number] is None:
            written = lines(cell.source)
            place = next((place for place, text in left.items() if text == written), None)
            if place is not None:
                found[number] = place
                del left[place]


def _by_place(cells: Sequence[Cell], released: Sequence[NotebookNode], found: list[int | None]) -> None:
    """Match an answer where the cell for it is missing, or is marked by hand and was left as it was."""
    for place, given in enumerate(released):
        at = [number for number, other in enumerate(found) if other == place]
        left = about(given).get("grade") and all(alike(cells[number].source, given.source) for number in at)
        if not about(given).get("solution") or (at and not left):
            continue
        near = [
            number
            for number in _gap(found, place)
            if cells[number].kind == given.cell_type and cells[number].source.strip()
            if not cells[number].grade_id  # it would be of another exercise
        ]
        if near:
            stub = set(lines(given.source))
            found[max(near, key=lambda number: len(stub & set(lines(cells[number].source))))] = place


def _gap(found: Sequence[int | None], place: int) -> Iterator[int]:
    """Yield the unmatched cells between the neighbours of a released cell."""
    before = [(other, number) for number, other in enumerate(found) if other is not None and other < place]
    for number in range(max(before)[1] + 1 if before else 0, len(found)):
        other = found[number]
        if other is not None and other > place:
            return
        if other is None:
            yield number
