"""The address of a style or script carries a hash of it, so that browsers fetch the one that a page needs.

Sphinx writes that hash when it writes a page. Pages that have no other reason to be written get it here.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

STAMPED: Final = re.compile(r'(_static/([\w./-]+)\?v=)(\w*)"')

CARRIAGE_RETURN: Final = b"\r"


def stamp_pages(app: Sphinx, exception: Exception | None) -> None:
    """Correct the hashes in all pages whose styles or scripts have changed."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")

    @cache
    def checksum(name: str) -> str:
        path = static / name
        content = path.read_bytes() if path.is_file() else b""
        return (
            f"{zlib.crc32(content.translate(None, CARRIAGE_RETURN)):08x}" if content else ""
        )  # as Sphinx does

    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        stamped = STAMPED.sub(lambda found: f'{found[1]}{checksum(found[2])}"', text)
        if stamped != text:
            page.write_text(stamped, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the correction, once all pages and copies are there."""
    app.connect("build-finished", stamp_pages)
