"""What a kit's README says to the users of each system only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Sentences for one kind of system.

    Attributes
    ----------
    python
        How to get a Python that fits; `{pythons}` stands for the versions.
    start
        What to double-click.
    trouble
        What may come between; `{system}` stands for the system.
    """

    python: str
    start: str
    trouble: str


WINDOWS = Words(
    python="""\
You need Python {pythons}. Most computers have none: get the
   "Windows installer (64-bit)" of one of them from https://www.python.org/downloads/ and install it with
   the settings that it offers. No administrator is needed.
   Without the internet, ask whoever gave you the kit for that installer.""",
    start='Double-click Start.bat (Windows may show it as "Start").',
    trouble="""\
- Windows says that it protected your PC: click "More info", then "Run anyway".
- It says that the names are too long: move the folder to a shorter place, such as C:\\Kit.
- Your computer has an ARM processor: it runs this kit, with the "Windows installer (64-bit)" of Python.""",
)
MACOS = Words(
    python="""\
You need Python {pythons}. Get the macOS installer of one of them from
   https://www.python.org/downloads/ and install it with the settings that it offers. Python from Homebrew
   will do as well; the Python that Apple ships is too old. The kit needs macOS 11 or newer.
   Without the internet, ask whoever gave you the kit for that installer.""",
    start="Double-click Start.command.",
    trouble="""\
- macOS says that it could not verify the file: open System Settings, choose "Privacy & Security", scroll
  down to the line about Start.command and click "Open Anyway". In older versions of macOS, click
  Start.command with the right button and choose "Open".
- macOS says that you may not open it: open the program Terminal, type sh and a blank, pull Start.command
  into its window, and press Enter.
- This kit is for {system}. The menu with the apple, "About This Mac", tells which chip yours has.""",
)
LINUX = Words(
    python="""\
You need Python {pythons}. Debian 12, Ubuntu 24.04, Fedora 37 and all that came
   after them have it already. Nothing else has to be installed, python3-venv neither.
   The system must have the C library of GNU, 2.28 or newer: Debian 10 and Ubuntu 20.04 do, Alpine not.""",
    start="""\
Click start.sh with the right button and choose "Run as a Program". In KDE, double-click
   Start.desktop. Where neither is offered, click an empty place of this folder with the right button, choose
   "Open in Terminal", type sh start.sh and press Enter.""",
    trouble="""\
- A text editor opens instead: it is the desktop that does not run files by a double-click; take one of
  the other ways of step 3.
- No Python is found: on Debian or Ubuntu, type sudo apt install python3 in a terminal.""",
)
