"""The systems that a kit is made for, and how each tells which packages and wheels are its own.

pip answers for the machine it runs on; a kit for Windows made on Linux needs Windows' answers. They are
PEP 508's markers and PEP 425's tags, which the library packaging works out for a machine that is described.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms

from natoiraq.editions.kit import words
from natoiraq.editions.kit.words import Words

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""What the README promises; a student may have any of them."""

# Wheels for Linux name the oldest C library they run with, or, in older names, the year it stands for.
GLIBC = range(28, 4, -1)  # 2.28: Debian 10, Ubuntu 20.04, Fedora 29 and everything after
GLIBC_YEARS = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
MACOS = (11, 0)


def _linux(machine: str) -> tuple[str, ...]:
    """Return the platforms of wheels that run on Linux with the C library of GNU."""
    named = [
        [f"manylinux_2_{minor}", *([GLIBC_YEARS[minor]] if minor in GLIBC_YEARS else [])] for minor in GLIBC
    ]
    return tuple(f"{name}_{machine}" for names in named for name in names)


@dataclass(frozen=True)
class System:
    """A kind of computer that a kit is made for.

    Attributes
    ----------
    name
        What its kit is called after, such as `linux-x64`.
    title
        What a person calls it.
    platforms
        The platforms of wheels that run on it, the best first.
    markers
        What its Pythons answer to PEP 508's questions about the system.
    starters
        The files to double-click: name in the kit -> name in `files/`.
    words
        What the README says to its users only.
    """

    name: str
    title: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]
    starters: Mapping[str, str]
    words: Words


def _markers(os_name: str, platform: str, system: str, machine: str) -> dict[str, str]:
    return {
        "os_name": os_name,
        "sys_platform": platform,
        "platform_system": system,
        "platform_machine": machine,
        "platform_release": "",
        "platform_version": "",
    }


SYSTEMS = {
    system.name: system
    for system in (
        System(
            "windows-x64",
            "Windows (x64)",
            ("win_amd64",),
            _markers("nt", "win32", "Windows", "AMD64"),
            {"Start.bat": "Start.bat"},
            words.WINDOWS,
        ),
        System(
            "macos-arm64",
            "macOS (Apple chip)",
            tuple(mac_platforms(MACOS, "arm64")),
            _markers("posix", "darwin", "Darwin", "arm64"),
            {"Start.command": "start.sh"},
            words.MACOS,
        ),
        System(
            "macos-x64",
            "macOS (Intel chip)",
            tuple(mac_platforms(MACOS, "x86_64")),
            _markers("posix", "darwin", "Darwin", "x86_64"),
            {"Start.command": "start.sh"},
            words.MACOS,
        ),
        System(
            "linux-x64",
            "Linux (x64)",
            _linux("x86_64"),
            _markers("posix", "linux", "Linux", "x86_64"),
            {"start.sh": "start.sh", "Start.desktop": "Start.desktop"},
            words.LINUX,
        ),
    )
}


@dataclass(frozen=True)
class Target:
    """One Python on one system.

    Attributes
    ----------
    system
        The system.
    python
        The Python, such as `3.12`; the first release of it, since a student may have that.
    """

    system: System
    python: str

    @property
    def title(self) -> str:
        """What a person calls it."""
        return f"{self.system.title}, Python {self.python}"

    @property
    def abi(self) -> str:
        """The name of its binary interface, such as `cp312`."""
        return "cp" + self.python.replace(".", "")

    @property
    def release(self) -> str:
        """The oldest release of this Python, such as `3.12.0`."""
        return f"{self.python}.0"

    @cached_property
    def environment(self) -> dict[str, str]:
        """What this Python answers to each of PEP 508's questions."""
        return {
            **self.system.markers,
            "implementation_name": "cpython",
            "implementation_version": self.release,
            "platform_python_implementation": "CPython",
            "python_full_version": self.release,
            "python_version": self.python,
        }

    @cached_property
    def ranks(self) -> dict[Tag, int]:
        """The tags of wheels that this Python can install, each with its rank; 0 is the best."""
        version = tuple(int(part) for part in self.python.split("."))
        platforms = self.system.platforms
        own = cpython_tags(version, abis=[self.abi], platforms=platforms)
        shared = compatible_tags(version, interpreter=self.abi, platforms=platforms)
        return {tag: rank for rank, tag in enumerate(dict.fromkeys((*own, *shared)))}
