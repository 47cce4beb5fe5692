"""One stylesheet for the whole site, holding only the theme's rules and icons that some page uses.

The theme ships 420 KB of styles and 300 KB of icon fonts on every page. A book uses about a tenth of both.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import tinycss2
from docutils import nodes
from sphinx.application import Sphinx

from bookkit.sphinx.look.vega import BUNDLE

SHEETS = (
    "basic.css",
    "styles/bootstrap.css",
    "styles/pydata-sphinx-theme.css",
    "styles/sphinx-book-theme.css",
    "pygments.css",
    "copybutton.css",
    "mystnb.*.css",
)
FONTS = {"fa-solid": "fa-solid-900", "fa-regular": "fa-regular-400"}
# Classes that scripts give to elements while a page is read.
GIVEN_BY_SCRIPTS = frozenset({"active", "hide", "noprint", "scrolled", "show"})
OWN_SCRIPTS = (
    "pydata-sphinx-theme.js",
    "sphinx-book-theme.js",
    "copybutton.js",
    "searchtools.js",
    "doctools.js",
)
ATTRIBUTE = re.compile(r"""\s(?:class|id)=["']([^"']*)["']""")
WORD = re.compile(r"[A-Za-z][\w-]*")
CLASS_OR_ID = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
ICONS = re.compile(r"((?:\.fa-[\w-]+:before,?)+)\{content:\"\\([0-9a-f]+)\"\}")
# The theme writes the code of an icon as an escape in some rules, as the character itself in others.
CODE = re.compile(r"\\(f[0-9a-f]{3})\b")
CHARACTER = re.compile("[\uf000-\uf8ff]")


def used_names(outdir: Path) -> set[str]:
    """Return the classes and ids of all built pages, and every word of the scripts that may set more."""
    names = set(GIVEN_BY_SCRIPTS)
    for page in outdir.rglob("*.html"):
        for value in ATTRIBUTE.findall(page.read_text(encoding="utf-8")):
            names.update(value.split())
    for script in (outdir / "_static").rglob("*.js"):
        if script.name in OWN_SCRIPTS or (script.name.startswith("natoiraq-") and script.name != BUNDLE):
            names.update(WORD.findall(script.read_text(encoding="utf-8")))
    return names


def is_used(selector: str, names: set[str]) -> bool:
    """Say whether all classes and ids that `selector` names occur in `names`."""
    return all(name in names for name in CLASS_OR_ID.findall(re.sub(r"\[[^\]]*\]", "", selector)))


def split_selectors(prelude: list[Any]) -> Iterator[str]:
    """Yield the selectors of a rule; commas inside `:is(...)` do not separate."""
    current: list[Any] = []
    for token in [*prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            yield tinycss2.serialize(current).strip()
            current = []
        else:
            current.append(token)


def trim(rules: list[Any], names: set[str]) -> Iterator[str]:
    """Yield the rules that can match a page, each with only the selectors that can.

    Parameters
    ----------
    rules
        Rules as parsed by tinycss2.
    names
        The names in use.
    """
    for rule in rules:
        if rule.type == "qualified-rule":
            kept = [selector for selector in split_selectors(rule.prelude) if is_used(selector, names)]
            if kept:
                yield f"{','.join(kept)}{{{tinycss2.serialize(rule.content).strip()}}}"
        elif rule.type == "at-rule" and rule.at_keyword in {"media", "supports"}:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            body = "".join(trim(inner, names))
            if body:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif rule.type == "at-rule" and rule.at_keyword not in {"import", "charset"}:
            yield rule.serialize()


def icon_rules(vendor: Path, names: set[str], rules: str) -> str:
    """Return the styles of the icons in use, their glyphs inlined as a font of a few hundred bytes each.

    Parameters
    ----------
    vendor
        The theme's Font Awesome folder (icons CC BY 4.0, fonts SIL OFL 1.1).
    names
        The names in use.
    rules
        The other styles, some of which set an icon by its code.
    """
    css = (vendor / "css" / "all.min.css").read_text(encoding="utf-8")
    icons = {
        name: code
        for group, code in ICONS.findall(css)
        for name in CLASS_OR_ID.findall(group)
        if name in names
    }
    parts = [
        ":root{--fa-font-solid:normal 900 1em/1 'nq-icons';--fa-font-regular:normal 400 1em/1 'nq-icons'}",
        ".fa-solid,.fa-regular{font-family:'nq-icons';font-style:normal;font-variant:normal;line-height:1;"
        "display:inline-block;text-rendering:auto;-webkit-font-smoothing:antialiased}",
        ".fa-solid{font-weight:900}.fa-regular{font-weight:400}.fa-lg{font-size:1.25em;vertical-align:-.075em}",
    ]
    parts += [f'.{name}::before{{content:"\\{code}"}}' for name, code in sorted(icons.items())]
    codes = [int(code, 16) for code in {*icons.values(), *CODE.findall(rules)}]
    codes += [ord(character) for character in CHARACTER.findall(rules)]
    for style, font in FONTS.items():
        data = subset_font(vendor / "webfonts" / f"{font}.woff2", codes)
        weight = 900 if style == "fa-solid" else 400
        parts.append(
            f"@font-face{{font-family:'nq-icons';font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{base64.b64encode(data).decode()}) format('woff2')}}"
        )
    return "".join(parts)


def subset_font(path: Path, codes: list[int]) -> bytes:
    """Return the WOFF2 font at `path` with only the glyphs of `codes` (Unicode code points)."""
    from fontTools import subset, ttLib  # most builds keep the fonts they have

    # Saving would set the date of today, and two builds would differ.
    font = ttLib.TTFont(path, recalcTimestamp=False)
    # Font Awesome names each glyph; the names are as large as the outlines and nothing here needs them.
    options = subset.Options(flavor="woff2", glyph_names=False, notdef_outline=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    out = io.BytesIO()
    font.flavor = "woff2"
    font.save(out)
    return out.getvalue()


def write_stylesheet(app: Sphinx, exception: Exception | None) -> None:
    """Write `_static/natoiraq-theme.css`, or keep it when nothing it is made from changed."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    texts = [path.read_text(encoding="utf-8") for sheet in SHEETS for path in sorted(static.glob(sheet))]
    vendor = next((static / "vendor" / "fontawesome").iterdir())
    css = "\n".join(texts)
    names = used_names(Path(app.outdir))
    named = set(CLASS_OR_ID.findall(css)) | {word for word in names if word.startswith("fa-")}
    code = Path(__file__).read_text(encoding="utf-8")
    key = hashlib.sha256("\n".join([code, css, *sorted(named & names)]).encode()).hexdigest()[:16]
    target = static / "natoiraq-theme.css"
    head = f"/* {key}: the theme's rules that this book uses; icons: Font Awesome Free, CC BY 4.0 */\n"
    if target.exists() and target.read_text(encoding="utf-8").startswith(head):
        return
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    trimmed = "".join(trim(rules, names))
    target.write_text(head + trimmed + icon_rules(vendor, names, trimmed), encoding="utf-8")


def drop_replaced_sheets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Take the sheets that `natoiraq-theme.css` replaces out of the page's head."""
    context["css_files"] = [
        css
        for css in context["css_files"]
        if not any(fnmatch(str(css.filename), f"_static/{sheet}") for sheet in SHEETS)
    ]


def setup(app: Sphinx) -> None:
    """Register the stylesheet."""
    app.connect("html-page-context", drop_replaced_sheets, priority=900)
    app.connect("build-finished", write_stylesheet, priority=800)
