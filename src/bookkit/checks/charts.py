"""`chart`: what a chart encodes, never its pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bookkit.checks.errors import CheckFailed, guarded
from bookkit.checks.plain import plain, same
from bookkit.checks.vegalite import View, specification, views

Type = Literal["quantitative", "nominal", "ordinal", "temporal"]

TITLE: Final = 15
"""Characters: fewer are a label, not a finding."""

DESCRIPTION: Final = 60
"""Characters: as `publish` asks."""

COMPUTES: Final = (
    "`{name}` filters or computes rows by itself, so nobody can compare what it draws: "
    "do that to the table, before `alt.Chart`."
)


@dataclass(frozen=True)
class Channel:
    """Something that a chart must show.

    Parameters
    ----------
    says
        What it is, in words: "the number of bodies".
    on
        The channels that are right: ("x", "y") lets bars lie or stand.
    types
        The types that are right; empty for any.
    shows
        Altair's shorthands that are right, such as ("bodies", "sum(bodies)", "count()"); capitals do not
        matter. Empty for any field.
    values
        The values it must draw, in any order; computed through an aggregate of the chart, and through no
        other transform. A field of any name with these values is right.
    zero
        Whether its scale must hold zero.
    """

    says: str
    on: tuple[str, ...]
    types: tuple[Type, ...] = ()
    shows: tuple[str, ...] = ()
    values: Sequence[Any] | None = None
    zero: bool = False


@guarded
def chart(
    value: object,
    *,
    name: str,
    marks: Sequence[str] = (),
    channels: Sequence[Channel] = (),
    interpolate: Sequence[str] = (),
    words: bool = False,
    see: str | None = None,
) -> None:
    """Check a chart by what it encodes; each requirement met earns its share of the points.

    Single, layered, faceted, repeated and concatenated charts are read alike: the view that meets most
    requirements counts, with what it inherits. Objects with `to_dict` and specifications are both charts.

    Parameters
    ----------
    value
        The student's chart.
    name
        What the student calls it.
    marks
        The marks that are right.
    channels
        What it must show.
    interpolate
        The ways a line may go from point to point, such as ("step-after",); one requirement.
    words
        Whether it needs a title that says something and a description: two requirements.
    see
        The passage that helps.

    Raises
    ------
    CheckFailed
        One sentence for each requirement that is not met.
    """
    spec = specification(value, name)
    found = [_problems(view, name, marks, channels, interpolate) for view in views(spec)]
    if not found:
        raise CheckFailed(f"`{name}` draws nothing: it needs a mark, such as `mark_bar()`.")
    problems = min(found, key=len)
    asked = bool(marks) + bool(interpolate) + len(channels) + sum(channel.zero for channel in channels)
    if words:
        problems, asked = [*problems, *_words(spec, name)], asked + 2
    if problems:
        raise CheckFailed(*problems, share=1 - len(problems) / asked)


def _problems(
    view: View, name: str, marks: Sequence[str], channels: Sequence[Channel], interpolate: Sequence[str]
) -> list[str]:
    mark = str(view.mark.get("type"))
    problems = []
    if marks and mark not in marks:
        right = " or ".join(f"`mark_{one}()`" for one in marks)
        problems.append(f"`{name}` draws with `mark_{mark}()`, and {right} is needed.")
    if interpolate and view.mark.get("interpolate") not in interpolate:
        right = " or ".join(f'`interpolate="{way}"`' for way in interpolate)
        problems.append(f"The line of `{name}` slopes from point to point, and {right} is needed.")
    for channel in channels:
        problems += _channel_problems(view, name, channel)
    if channels and view.computes():
        problems.append(COMPUTES.format(name=name))
    return problems


def _channel_problems(view: View, name: str, channel: Channel) -> list[str]:
    """Return what is wrong with one channel; a channel that is not there lacks its zero too."""
    places = [place for place in channel.on if view.shown(place)]
    typed = [
        place for place in places if not channel.types or view.encoding[place].get("type") in channel.types
    ]
    if not typed and len(places) < len(channel.on):
        wanted = " or ".join(channel.on)
        return [f"`{name}` does not show {channel.says}: encode it on {wanted}."] * (1 + channel.zero)
    if not typed:
        letters = " or ".join(f"`:{kind[0].upper()}`" for kind in channel.types)
        return [f"In `{name}`, {channel.says} needs the type {letters}."] * (1 + channel.zero)
    right = [place for place in typed if _shows(view, place, channel)]
    if not right:
        return [f"`{name}` shows something else where {channel.says} belongs."] * (1 + channel.zero)
    if channel.zero and not any(view.starts_at_zero(place) for place in right):
        return [f"The scale for {channel.says} in `{name}` must start at zero, or lengths mislead."]
    return []


def _shows(view: View, place: str, channel: Channel) -> bool:
    if channel.values is not None:
        drawn = view.drawn(place)
        return drawn is not None and same(_sorted(drawn), _sorted(channel.values), 1e-6)
    shown = (view.shown(place) or "").casefold()
    return not channel.shows or shown in {name.casefold() for name in channel.shows}


def _sorted(values: Sequence[Any]) -> list[Any]:
    found = [value for value in map(plain, values) if value is not None]  # no mark is drawn for an empty cell
    return sorted(
        found, key=lambda value: (type(value).__name__, value if isinstance(value, float) else str(value))
    )


def _words(spec: dict[str, Any], name: str) -> list[str]:
    title = spec.get("title")
    text = title.get("text") if isinstance(title, dict) else title
    joined = " ".join(text) if isinstance(text, list) else str(text or "")
    problems = []
    if len(joined.strip()) < TITLE:
        problems.append(f"`{name}` has no title that says what it shows: give the finding as a sentence.")
    if len(str(spec.get("description") or "").strip()) < DESCRIPTION:
        problems.append(
            f"`{name}` has no description for people who cannot see it: say its form and its message."
        )
    return problems
