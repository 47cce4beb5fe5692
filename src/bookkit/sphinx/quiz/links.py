"""Links from an answer to its passage and learning outcome, checked over the whole book once it is read."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from bookkit.sphinx.quiz.model import Words
from bookkit.sphinx.teaching.outcomes import outcomes_of
from sphinx import addnodes

PASSAGE = "natoiraq-passage"
OUTCOME = "natoiraq-outcome"


class Place(NamedTuple):
    """Somewhere in the book: page, anchor on it ("" for its top), title to show."""

    page: str
    anchor: str
    title: str


def passage_link(target: Words) -> addnodes.pending_xref:
    """Return the link to a passage; its text becomes the passage's title."""
    return _pending(PASSAGE, target)


def outcome_link(outcome: Words) -> addnodes.pending_xref:
    """Return the link to a learning outcome; its text is the outcome's id."""
    return _pending(OUTCOME, outcome)


def _pending(kind: str, target: Words) -> addnodes.pending_xref:
    text = nodes.inline("", target.text)
    return addnodes.pending_xref("", text, refdomain="", reftype=kind, reftarget=target.text, refwarn=False)


def labels(env: BuildEnvironment) -> dict[str, Place]:
    """Return every label of the book."""
    domain = env.get_domain("std")
    found = {
        name: Place(page, anchor, env.titles[page].astext())
        for name, (page, anchor) in domain.data["anonlabels"].items()
        if page in env.titles
    }
    for name, (page, anchor, title) in domain.data["labels"].items():
        if page in env.titles:
            found[name] = Place(page, anchor, title)
    return found


def headings(env: BuildEnvironment) -> Iterator[Place]:
    """Yield every heading of the book below the page titles."""
    for page, toc in sorted(env.tocs.items()):
        for entry in toc.findall(nodes.reference):
            if entry["anchorname"]:
                yield Place(page, entry["anchorname"].removeprefix("#"), entry.astext())


def find_passage(env: BuildEnvironment, page: str, target: str) -> Place | str:
    """Find what a quiz's `passage` means.

    Parameters
    ----------
    env
        The environment, all pages read.
    page
        Page the quiz is on.
    target
        A label, the anchor of a heading (on the same page, else the only one in the book), or `page#anchor`.

    Returns
    -------
    Place or str
        The place, or what is wrong and the cure.
    """
    label = nodes.fully_normalize_name(target)
    known = labels(env)
    if label in known:
        return known[label]
    where, _, anchor = target.rpartition("#")
    found = [place for place in headings(env) if place.anchor == anchor and where in ("", place.page)]
    here = [place for place in found if place.page == page]
    if len(here or found) == 1:
        return (here or found)[0]
    if found:
        choices = ", ".join(f"{place.page}#{anchor}" for place in found)
        return f'the passage "{target}" is on several pages. Cure: write one of {choices}.'
    anchors = [name for place in headings(env) for name in (place.anchor, f"{place.page}#{place.anchor}")]
    close = get_close_matches(target, [*known, *anchors], n=1)
    cure = f'write "{close[0]}"' if close else f"write `({target})=` above its heading"
    return f'the passage "{target}" is nowhere in the book. Cure: {cure}.'


def check_outcome(env: BuildEnvironment, outcome: str) -> str:
    """Return what is wrong with a quiz's `outcome` and the cure, "" when nothing is."""
    known = outcomes_of(env)
    if outcome in known:
        return ""
    close = get_close_matches(outcome, known, n=1)
    cure = f'write "{close[0]}"' if close else "add it to the `{outcomes}` of its chapter"
    return f'the learning outcome "{outcome}" is nowhere in the book. Cure: {cure}.'


def resolve_link(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.Element
) -> nodes.reference | None:
    """Turn a pending link into a real one; what leads nowhere has been reported by `check`."""
    if node["reftype"] == PASSAGE:
        place = find_passage(env, node["refdoc"], node["reftarget"])
        if isinstance(place, Place):
            content = nodes.inline("", place.title)
            return make_refnode(app.builder, node["refdoc"], place.page, place.anchor, content)
    if node["reftype"] == OUTCOME and (outcome := outcomes_of(env).get(node["reftarget"])):
        return make_refnode(app.builder, node["refdoc"], outcome.page, outcome.anchor, content)
    return None
