"""What a reader does not see of a picture's text, measured in a real browser."""

from __future__ import annotations

from playwright.sync_api import Locator

# Rounding may move a letter by a pixel.
OUTSIDE = """(pictures) => pictures.flatMap((picture) => {
  const box = picture.getBoundingClientRect();
  const within = (one) => one.left > box.left - 1 && one.right < box.right + 1 &&
    one.top > box.top - 1 && one.bottom < box.bottom + 1;
  return [...picture.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([, one]) => one.width && !within(one)).map(([words]) => words);
})"""
OVERLAPS = """(pictures) => pictures.flatMap((picture) =>
  [...picture.querySelectorAll('.mark-group.role-axis')].flatMap((axis) => {
    const texts = (role) => [...axis.querySelectorAll(`.role-axis-${role} text`)]
      .map((text) => [text.textContent, text.getBoundingClientRect()]);
    const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1 &&
      one.top < other.bottom - 1 && other.top < one.bottom - 1;
    return texts('title').flatMap(([title, one]) =>
      texts('label').filter(([, other]) => meet(one, other)).map(([label]) => `${title} on ${label}`));
  }))"""


def outside(pictures: Locator) -> list[str]:
    """Return each text that is not wholly inside its picture."""
    found: list[str] = pictures.evaluate_all(OUTSIDE)
    return found


def on_another(pictures: Locator) -> list[str]:
    """Return each title of an axis that lies on one of its labels."""
    found: list[str] = pictures.evaluate_all(OVERLAPS)
    return found
