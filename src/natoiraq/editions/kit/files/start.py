"""Start the kit: make its own Python environment the first time, then open JupyterLab on the notebooks.

Everything stays inside the kit's folder, and nothing is asked of the network. Needs nothing but Python.
"""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, cast

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOLDER = Path(__file__).absolute().parents[1]  # not resolved: Windows would turn a drive into a network path
INSIDE = FOLDER / "inside"
KIT = json.loads((INSIDE / "kit.json").read_text(encoding="utf-8"))
ON_WINDOWS = os.name == "nt"
ENVIRONMENT = FOLDER / "environment"
PYTHON = ENVIRONMENT.joinpath(*(("Scripts", "python.exe") if ON_WINDOWS else ("bin", "python")))
STAMP = ENVIRONMENT / "complete.txt"
JUPYTER = INSIDE / "jupyter"
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
LONGEST = 259  # what Windows takes as a path
ONLY_HERE = urllib.request.build_opener(
    urllib.request.ProxyHandler({})
)  # a proxy knows nothing of this machine
COPY = "Copy the whole folder to your own disk, for example into Documents, and start it there."


class Refusal(Exception):
    """The kit cannot start; the message says why and what to do."""


def system() -> str:
    """Return what kits call the system that this Python is made for."""
    if sys.platform == "darwin":
        return {"arm64": "macos-arm64", "x86_64": "macos-x64"}.get(platform.machine(), "unknown")
    made_for = sysconfig.get_platform()
    return {"win-amd64": "windows-x64", "linux-x86_64": "linux-x64"}.get(made_for, made_for)


def refuse_unfit() -> None:
    """Stop where the kit's wheels cannot be installed."""
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    if VERSION not in KIT["parts"] or free_threaded or sys.implementation.name != "cpython":
        known = ", ".join(KIT["parts"])
        raise Refusal(
            f"This kit needs one of the usual Pythons {known} from https://www.python.org/downloads/."
        )
    if system() != KIT["system"]:
        raise Refusal(
            f"This kit is for {KIT['title']}, and this Python ({sys.executable}) is for {system()}.\n"
            "Take the kit for your system. On Windows, Python must be the “64-bit” one, on ARM too."
        )
    if ON_WINDOWS and len(str(ENVIRONMENT)) + 1 + KIT["longest"] > LONGEST:
        raise Refusal(
            f"Windows cannot use such long names: {FOLDER}\n"
            "Move the folder to a place with a shorter name, for example C:\\Kit, and start it there."
        )


def claim() -> TextIO:
    """Keep other starts of this kit out until the file is closed, which the end of the program does."""
    try:
        claimed = (INSIDE / "claimed.txt").open("w", encoding="utf-8")
    except OSError as error:
        raise Refusal(f"Nothing can be written here: {FOLDER}\n{COPY}") from error
    try:
        if sys.platform == "win32":
            msvcrt.locking(claimed.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(claimed, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise Refusal(
            "The kit is being started in another window. Look there; it takes some minutes."
        ) from error
    return claimed


def clean() -> dict[str, str]:
    """Return this program's environment without what would lead Python, pip or Jupyter elsewhere."""
    ours = ("PIP_", "PYTHON", "JUPYTER", "IPYTHON", "VIRTUAL_ENV", "CONDA_")
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(ours)}
    return kept | {
        "PATH": f"{PYTHON.parent}{os.pathsep}{kept.get('PATH', '')}",
        "PIP_CONFIG_FILE": os.devnull,
        "JUPYTER_CONFIG_DIR": str(JUPYTER),
        "JUPYTER_DATA_DIR": str(JUPYTER / "data"),
        "JUPYTER_RUNTIME_DIR": str(JUPYTER / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(JUPYTER / "ipython"),
    }


def is_complete() -> bool:
    """Say whether the environment was made to its end from these wheels, and its Python still runs."""
    try:
        if STAMP.read_text(encoding="utf-8") != KIT["id"]:
            return False
        return subprocess.run([PYTHON, "-I", "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def program(command: list[str | Path], log: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that writes to `log`; it ends at the latest when the block does."""
    with log.open("w", encoding="utf-8") as lines:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=lines, stderr=subprocess.STDOUT, env=clean(), cwd=folder
        )
    try:
        yield running
    finally:
        running.terminate()
        running.wait()


def make_environment() -> None:
    """Make the environment from the kit's wheels; what an interrupted start left behind goes first."""
    if ENVIRONMENT.exists():
        print("      An earlier start did not come to its end, or something has changed: making it afresh.")
        _remove()
    if shutil.disk_usage(FOLDER).free < KIT["needs"]:
        raise Refusal(
            f"The disk is nearly full: the kit needs {KIT['needs'] // 10**6} MB. Make room, and try again."
        )
    try:
        import venv
    except ImportError as error:
        raise Refusal(
            "Your Python lacks its part venv. On Debian or Ubuntu: sudo apt install python3-venv"
        ) from error
    venv.EnvBuilder(symlinks=not ON_WINDOWS, with_pip=False).create(ENVIRONMENT)
    (pip,) = FOLDER.glob("wheels/pip-*.whl")
    # fmt: off
    command: list[str | Path] = [
        PYTHON, "-I", pip / "pip", "install", "--no-index", "--find-links", FOLDER / "wheels",
        "--no-cache-dir", "--disable-pip-version-check", "--requirement", INSIDE / "requirements.txt",
    ]
    # fmt: on
    log = INSIDE / "environment.log"
    with program(command, log, INSIDE) as installing:
        while installing.poll() is None:
            _show_progress()
            time.sleep(1)
    _show_progress()
    print()
    if installing.returncode:
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise Refusal(f"The environment could not be made. {''.join(last)}\nAll lines are in {log}.\n{COPY}")
    STAMP.write_text(KIT["id"], encoding="utf-8")


def _show_progress() -> None:
    bases = {"base": str(ENVIRONMENT), "platbase": str(ENVIRONMENT)}
    done = len(list(Path(sysconfig.get_path("purelib", "venv", bases)).glob("*.dist-info")))
    print(f"\r      {done} of {KIT['parts'][VERSION]} parts", end="", flush=True)


def _remove() -> None:
    STAMP.unlink(missing_ok=True)  # first, so that half an environment never counts as whole
    try:
        shutil.rmtree(ENVIRONMENT)
    except OSError as error:
        raise Refusal(
            f"{ENVIRONMENT} cannot be deleted: it seems to be open in another window.\n"
            "Close that window, and start the kit again."
        ) from error


def running() -> str | None:
    """Return the address of this kit's JupyterLab, if it runs and answers."""
    for path in JUPYTER.glob("runtime/jpserver-*.json"):
        try:
            server = json.loads(path.read_text(encoding="utf-8"))
            with ONLY_HERE.open(f"{server['url']}api/status?token={server['token']}", timeout=5):
                return f"{server['url']}lab/tree/{KIT['first']}?token={server['token']}"
        except (OSError, ValueError):  # it is still being written, or was left behind
            continue
    return None


def run_jupyter() -> int:
    """Run JupyterLab until it is closed, and return its exit code."""
    notebooks = FOLDER / "notebooks"
    # fmt: off
    command: list[str | Path] = [
        PYTHON, "-I", "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={notebooks}",
        "--LanguageServerManager.autodetect=False",  # else it looks around for tools of programmers
        # Root is who one is in a container; the server answers this machine only, and asks for its token.
        *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
    ]
    # fmt: on
    log = INSIDE / "jupyterlab.log"
    with program(command, log, notebooks) as server:
        while not (address := running()):
            if server.poll() is not None:
                raise Refusal(f"JupyterLab did not start. What it said is in {log}.")
            time.sleep(0.2)
        show(address)
        print("Leave this window open while you work. To stop: save your notebooks, then close it.")
        return server.wait()


def show(address: str) -> None:
    """Open JupyterLab in the browser."""
    print(f"      If no page opens, copy this address into your browser:\n      {address}")
    webbrowser.open(address)


def main() -> int:
    """Start the kit; return the exit code."""
    cast(TextIOWrapper, sys.stdout).reconfigure(
        errors="replace", line_buffering=True
    )  # a folder's name may hold any letter
    for name in {"SIGTERM", "SIGHUP"} & set(dir(signal)):  # a window that closes takes JupyterLab along
        signal.signal(getattr(signal, name), lambda *_: sys.exit(0))
    print(f"Not a Surge? The kit for {KIT['title']}")
    try:
        refuse_unfit()
        if address := running():
            print("The kit is open already: showing it again.")
            show(address)
            return 0
        with claim():
            if not is_complete():
                print("1 of 2: Making its environment. Only this time; it takes some minutes.")
                make_environment()
            print("2 of 2: Opening JupyterLab.")
            return run_jupyter()
    except Refusal as refusal:
        print(f"\n{refusal}")
        return 1
    except OSError as error:
        print(f"\n{error}\n{COPY}")
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
