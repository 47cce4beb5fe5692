"""A notebook that goes on with packages which were replaced under it is told so, and only then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Each stands for a package that the book needs: one that tells its version, and one that does not.
BEFORE = """
import pathlib, sys, time
{kernel}
site = pathlib.Path({site!r})
def install(name, version, code, part):
    for old in site.rglob("*"):
        if old.is_file(): old.unlink()
    (site / name).mkdir(exist_ok=True)
    (site / name / "__init__.py").write_text(code)
    (site / name / f"{{part}}.py").write_text("")
    info = site / f"{{name}}-{{version}}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\\nName: {{name}}\\nVersion: {{version}}\\n")
    (info / "RECORD").write_text(f"{{name}}/__init__.py,,\\n{{name}}/{{part}}.py,,\\n")
sys.path.insert(0, str(site))
"""
KERNEL = "import ipykernel, psutil"


def told(site: Path, code: str, kernel: str = KERNEL) -> str:
    """Return the last line that a kernel prints which runs this code and then imports the package."""
    script = f"{BEFORE.format(site=str(site), kernel=kernel)}\n{code}\nimport natoiraq\nprint('imported')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    return (done.stdout + done.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["altair", "narwhals", "pandas", "pybtex", "tornado"])
def test_a_package_replaced_by_another_version_is_told_with_the_cure(name: str, tmp_path: Path) -> None:
    """Past mistake: in Colab, whose pandas is older, the first table ended in an error about a formatter."""
    said = told(
        tmp_path,
        f"""
install("{name}", "0.5", "__version__ = '0.5'", "old")
import {name}
install("{name}", "0.6", "__version__ = '0.6'", "new")
""",
        kernel=KERNEL if name != "tornado" else "import sys; sys.modules['ipykernel'] = sys",
    )
    assert said == (
        f"ImportError: {name} 0.5 is in use here, and {name} 0.6 was installed since this notebook was "
        "started. Cure: restart the kernel (menu Kernel, Restart; in Colab: menu Runtime, Restart session), "
        "then run all cells from the top."
    )


def test_a_package_without_a_version_is_known_by_its_files(tmp_path: Path) -> None:
    said = told(
        tmp_path,
        """
install("referencing", "0.5", "", "old")
import referencing.old
install("referencing", "0.6", "", "new")
""",
    )
    assert said.startswith("ImportError: another version of referencing is in use here")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="nothing was installed"),
        pytest.param(
            """install("narwhals", "0.6", "__version__ = '0.6'", "new"); import narwhals.new""",
            id="imported after it was installed",
        ),
        pytest.param("""install("narwhals", "0.6", "__version__ = '0.6'", "new")""", id="not imported yet"),
        pytest.param(
            """
install("stranger", "0.5", "__version__ = '0.5'", "old")
import stranger
install("stranger", "0.6", "__version__ = '0.6'", "new")
""",
            id="the book does not need it",
        ),
        pytest.param(
            """
import os
install("narwhals", "0.6", "__version__ = 'unknown'", "new")
import narwhals
os.utime(site / "narwhals-0.6.dist-info", (1, 1))
""",
            id="it was like this before, so a restart would not help",
        ),
    ],
)
def test_a_notebook_in_order_goes_on(code: str, tmp_path: Path) -> None:
    assert told(tmp_path, code) == "imported"


def test_a_program_is_not_asked(tmp_path: Path) -> None:
    """Nothing is installed under it, and the question would cost it time."""
    code = """
install("narwhals", "0.5", "__version__ = '0.5'", "old")
import narwhals
install("narwhals", "0.6", "__version__ = '0.6'", "new")
"""
    assert told(tmp_path, code, kernel="") == "imported"
