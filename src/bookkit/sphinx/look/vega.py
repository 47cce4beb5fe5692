"""One copy of Vega for the site, holding what a compiled Vega-Lite chart can ask for and no more."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from bookkit.files import write_text

BUNDLE: Final = "natoiraq-vega.js"
# Parts of the Vega that the pinned vl-convert carries; with another one, bundling fails and names the part.
# Left out, as Vega-Lite has no word for them: force, hierarchy, label, word cloud and crossfilter.
PARTS: Final = {
    "parser": "7.1.0",
    "view": "6.1.0",
    "dataflow": "6.1.0",
    "encode": "5.1.0",
    "transforms": "5.1.0",
    "view-transforms": "5.1.0",
    "geo": "5.1.0",
    "regression": "2.1.0",
    "voronoi": "5.1.0",
}
TRANSFORMS: Final = ("encode", "transforms", "view_transforms", "geo", "regression", "voronoi")
HEAD: Final = f"/* Vega: {', '.join(f'{part} {version}' for part, version in PARTS.items())}; BSD-3-Clause */"


def bundle() -> str:
    """Return Vega as a classic script, which also loads from `file://`.

    vl-convert carries Vega as the modules that jsDelivr serves, under these paths, and puts them together
    without a network. Charts come compiled, so Vega-Lite stays out.
    """
    import vl_convert

    imports = "".join(
        f'import * as {part.replace("-", "_")} from "/npm/vega-{part}@{version}/+esm";'
        for part, version in PARTS.items()
    )
    code = vl_convert.javascript_bundle(
        f"{imports}Object.assign(dataflow.transforms, {', '.join(TRANSFORMS)});"
        "globalThis.natoiraqVega = {parse: parser.parse, View: view.View};"
    )
    return f"{HEAD}(()=>{{{code}}})();\n"


def write_bundle(app: Sphinx) -> None:
    """Write the site's one copy of Vega, unless the same one is there already."""
    target = Path(app.outdir, "_static", BUNDLE)
    if app.builder.format != "html" or (target.exists() and target.read_bytes().startswith(HEAD.encode())):
        return
    write_text(target, bundle())


def setup(app: Sphinx) -> None:
    """Write the script when a build begins."""
    app.connect("builder-inited", write_bundle)
