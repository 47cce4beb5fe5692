"""A build draws the same pictures wherever it runs."""

from __future__ import annotations

import os
import subprocess
import sys

DRAW = """
from bookkit.kernels.running import set_environment
set_environment()
from natoiraq.charts import history
from bookkit.figures.render import renderer
print(renderer(history.timeline().to_dict())["text/html"])
"""


ZONES = ("Asia/Baghdad", "America/New_York")


def test_pictures_do_not_depend_on_the_time_zone() -> None:
    """Past mistake: a chart of dates stood hours apart in books built in two places."""
    command = [sys.executable, "-c", DRAW]
    drawing = [
        subprocess.Popen(command, env={**os.environ, "TZ": zone}, stdout=subprocess.PIPE, text=True)
        for zone in ZONES
    ]
    first, second = (process.communicate()[0] for process in drawing)
    assert "<svg" in first
    assert first == second
