"""Which wheels a kit needs, worked out for systems that this machine is not."""

from __future__ import annotations

import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import sys_tags
from packaging.utils import canonicalize_name

from bookkit.errors import ToldError
from natoiraq import __version__
from natoiraq.editions.kit import lacking
from natoiraq.editions.kit.fetch import fetch, tidy
from natoiraq.editions.kit.pins import all_pins, pins
from natoiraq.editions.kit.shelf import Wheel, find, shelf
from natoiraq.editions.kit.systems import PYTHONS, SYSTEMS, System, Target
from tests.editions.wheels import write_wheel

WINDOWS, MAC, INTEL, LINUX = (
    SYSTEMS[name] for name in ("windows-x64", "macos-arm64", "macos-x64", "linux-x64")
)
TARGETS = [Target(system, python) for system in SYSTEMS.values() for python in PYTHONS]


def this_machine() -> System:
    """Return the system that these tests run on."""
    here = default_environment()
    asked = ("sys_platform", "platform_machine")
    return next(each for each in SYSTEMS.values() if all(each.markers[key] == here[key] for key in asked))


def test_what_is_described_is_what_a_real_python_says() -> None:
    here = default_environment()
    described = Target(this_machine(), here["python_version"])
    assert set(described.environment) == set(here)
    versions = {"implementation_version", "python_full_version", "platform_release", "platform_version"}
    assert {key: described.environment[key] for key in set(here) - versions} == {
        key: value for key, value in here.items() if key not in versions
    }
    assert set(described.ranks) <= set(sys_tags())
    order = [tag for tag in sys_tags() if tag in described.ranks]
    assert sorted(described.ranks, key=lambda tag: described.ranks[tag]) == order


def test_the_first_python_is_the_oldest_that_the_package_takes(project: Path) -> None:
    described = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    taken = SpecifierSet(described["project"]["requires-python"])
    oldest = int(PYTHONS[0].split(".")[1])
    assert [f"3.{minor}" for minor in range(oldest, oldest + len(PYTHONS))] == list(PYTHONS)
    assert f"{PYTHONS[0]}.0" in taken
    assert f"3.{oldest - 1}.99" not in taken


def find_for(folder: Path, target: Target, *wanted: str) -> tuple[set[str], list[str]]:
    """Return the file names of what is found for `wanted`, and what is missing."""
    found = find([Requirement(each) for each in wanted], target, shelf(folder))
    return {wheel.path.name for wheel in found.wheels.values()}, [str(need) for need in found.missing]


@pytest.mark.parametrize(
    ("marker", "takes_it"),
    [
        ('os_name == "nt"', [WINDOWS]),
        ('sys_platform != "win32"', [MAC, INTEL, LINUX]),
        ('platform_system == "Darwin"', [MAC, INTEL]),
        ('sys_platform == "darwin" and platform_machine == "arm64"', [MAC]),
        ('platform_machine == "x86_64"', [INTEL, LINUX]),
        ('platform_python_implementation == "PyPy"', []),
    ],
)
def test_a_marker_is_answered_by_the_system_that_the_kit_is_for(
    tmp_path: Path, marker: str, takes_it: list[System]
) -> None:
    write_wheel(tmp_path, "tool-1.0", f"helper; {marker}")
    write_wheel(tmp_path, "helper-1.0")
    helped = [
        system
        for system in SYSTEMS.values()
        if "helper-1.0-py3-none-any.whl" in find_for(tmp_path, Target(system, "3.12"), "tool")[0]
    ]
    assert helped == takes_it


def test_a_marker_is_answered_by_the_python_that_the_kit_is_for(tmp_path: Path) -> None:
    write_wheel(tmp_path, "tool-1.0", 'older; python_version < "3.12"', 'odd; python_full_version < "3.11.4"')
    missing = {python: find_for(tmp_path, Target(LINUX, python), "tool")[1] for python in PYTHONS}
    assert missing == {"3.11": ["older for tool", "odd for tool"], "3.12": [], "3.13": [], "3.14": []}


def test_extras_bring_what_they_ask_for_and_others_do_not(tmp_path: Path) -> None:
    write_wheel(tmp_path, "tool-1.0", 'base; extra == "labs"', 'never; extra == "test"', "plain[more]")
    write_wheel(tmp_path, "plain-1.0", 'deep; extra == "more"')
    assert find_for(tmp_path, TARGETS[0], "tool[labs]")[1] == ["base for tool", "deep for plain"]


@pytest.mark.parametrize(
    ("tag", "fits"),
    [
        ("py3-none-any", TARGETS),
        ("py2.py3-none-any", TARGETS),
        ("py2-none-any", []),
        ("cp37-abi3-win_amd64", [each for each in TARGETS if each.system is WINDOWS]),
        ("cp313-abi3-win_amd64", [Target(WINDOWS, "3.13"), Target(WINDOWS, "3.14")]),
        ("cp37-abi3-win_arm64", []),
        ("cp314-cp314t-win_amd64", []),
        ("cp312-cp312-macosx_11_0_arm64", [Target(MAC, "3.12")]),
        ("cp312-cp312-macosx_14_0_arm64", []),  # a Mac of ours may be older
        ("cp312-cp312-macosx_10_9_universal2", [Target(MAC, "3.12"), Target(INTEL, "3.12")]),
        ("cp312-cp312-macosx_10_15_x86_64", [Target(INTEL, "3.12")]),
        ("cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", [Target(LINUX, "3.11")]),
        ("cp311-cp311-manylinux2014_x86_64", [Target(LINUX, "3.11")]),
        ("cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64", [Target(LINUX, "3.11")]),
        ("cp311-cp311-manylinux_2_34_x86_64", []),
        ("cp311-cp311-musllinux_1_2_x86_64", []),
        ("cp311-cp311-manylinux_2_17_aarch64", []),
        ("pp311-pypy311_pp73-manylinux_2_17_x86_64", []),
    ],
)
def test_a_wheel_counts_where_its_tags_fit(tmp_path: Path, tag: str, fits: list[Target]) -> None:
    write_wheel(tmp_path, "tool-1.0", tag=tag)
    assert [target for target in TARGETS if not find_for(tmp_path, target, "tool")[1]] == fits


def test_a_wheel_counts_where_its_python_fits(tmp_path: Path) -> None:
    write_wheel(tmp_path, "soup-4.1", python=">=3.11.5")  # as one pin of ours once did
    assert find_for(tmp_path, Target(LINUX, "3.11"), "soup")[1] == ["soup for the kit"]
    assert find_for(tmp_path, Target(LINUX, "3.12"), "soup")[1] == []


def test_of_several_the_newest_and_of_these_the_best_is_taken_as_pip_would(tmp_path: Path) -> None:
    write_wheel(tmp_path, "tool-1.0", tag="cp312-cp312-win_amd64")
    write_wheel(tmp_path, "tool-1.1")
    write_wheel(tmp_path, "tool-1.1", tag="cp312-cp312-win_amd64")
    assert find_for(tmp_path, Target(WINDOWS, "3.12"), "tool")[0] == {"tool-1.1-cp312-cp312-win_amd64.whl"}
    assert find_for(tmp_path, Target(WINDOWS, "3.12"), "tool<1.1")[0] == {
        "tool-1.0-cp312-cp312-win_amd64.whl"
    }
    assert find_for(tmp_path, Target(MAC, "3.12"), "tool")[0] == {"tool-1.1-py3-none-any.whl"}


def test_what_a_wheel_of_another_system_needs_is_found_at_once(tmp_path: Path) -> None:
    write_wheel(tmp_path, "tool-1.0", "helper>=2", tag="cp312-cp312-win_amd64")
    assert find_for(tmp_path, Target(MAC, "3.12"), "tool")[1] == ["tool for the kit", "helper>=2 for tool"]


def test_a_damaged_wheel_is_named(tmp_path: Path) -> None:
    path = write_wheel(tmp_path, "tool-1.0")
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(ToldError, match=r"tool-1\.0-py3-none-any\.whl is damaged\. Cure: delete it"):
        find_for(tmp_path, TARGETS[0], "tool")


def test_a_kits_folder_shows_by_itself_what_it_lacks(tmp_path: Path) -> None:
    requires = ('tool>=1; extra == "labs"', 'pip; extra == "kit"')
    write_wheel(tmp_path, f"natoiraq-{__version__}", *requires)
    write_wheel(tmp_path, "pip-26.3")
    write_wheel(tmp_path, "tool-1.0", 'colour; os_name == "nt"')
    assert lacking(tmp_path, LINUX) == []
    assert lacking(tmp_path, WINDOWS, ["3.13"]) == ["Windows (x64), Python 3.13: colour for tool"]


def test_everything_that_a_pin_brings_along_is_pinned_on_every_system(project: Path) -> None:
    """Else two machines get different versions, and a kit for one of them cannot be made."""
    described = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [Requirement(each) for group in described["optional-dependencies"].values() for each in group]
    pinned = [*all_pins(project), *(each for each in extras if str(each.specifier).startswith("=="))]
    unpinned = set()
    for target in TARGETS:
        holds = [each for each in pinned if each.marker is None or each.marker.evaluate(target.environment)]
        names = {canonicalize_name(each.name) for each in holds} | {"natoiraq"}
        asked = {(canonicalize_name(each.name), extra) for each in holds for extra in ("", *each.extras)}
        seen: set[tuple[str, str]] = set()
        while waiting := asked - seen:
            seen |= waiting
            for name, extra in waiting:
                for need in needs(name, extra, target):
                    if canonicalize_name(need.name) not in names:
                        unpinned.add(f"{need} for {name}")
                    asked |= {(canonicalize_name(need.name), each) for each in ("", *need.extras)}
    assert unpinned == set()


def needs(name: str, extra: str, target: Target) -> list[Requirement]:
    """Return what an installed package needs; those of other systems are looked at when their kit is made."""
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    environment = {**target.environment, "extra": extra}
    required = [Requirement(line) for line in lines]
    return [each for each in required if each.marker is None or each.marker.evaluate(environment)]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place that pip gets wheels from."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null" if sys.platform != "win32" else "nul")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    """A repository that pins a few packages."""
    root = tmp_path / "root"
    root.mkdir()
    lines = "tool==1.0  # for charts\nhelper==2.0  # for tool\ncolour==1.0; os_name == 'nt'  # for helper\n"
    (root / "requirements.txt").write_text(f"# Pins\n\n{lines}", encoding="utf-8")
    project = '[project.optional-dependencies]\nkit = ["pip==26.3"]\n'
    (root / "pyproject.toml").write_text(project, encoding="utf-8")
    return root


@pytest.fixture
def ours(tmp_path: Path) -> Wheel:
    needs = ('tool>=1; extra == "labs"', 'pip==26.3; extra == "kit"')
    return Wheel.read(write_wheel(tmp_path / "ours", f"natoiraq-{__version__}", *needs))


def names(wheels: list[Wheel]) -> set[str]:
    return {f"{wheel.name}-{wheel.version}" for wheel in wheels} - {f"natoiraq=={__version__}"}


def test_pins_are_those_of_the_system(pinned: Path) -> None:
    assert set(pins(pinned, Target(WINDOWS, "3.12"))) == {"tool", "helper", "colour", "pip"}
    assert set(pins(pinned, Target(LINUX, "3.12"))) == {"tool", "helper", "pip"}


def test_pip_gets_what_is_needed_at_the_pinned_version(
    pinned: Path, ours: Wheel, index: Path, tmp_path: Path
) -> None:
    write_wheel(index, "pip-26.3")
    write_wheel(index, "tool-1.0", "helper", tag="cp312-cp312-win_amd64")
    write_wheel(index, "tool-1.0", "helper", tag="cp312-cp312-manylinux2014_x86_64")
    write_wheel(index, "helper-2.0", "colour; os_name == 'nt'")
    write_wheel(index, "helper-3.0")
    write_wheel(index, "colour-1.0")
    kept = tmp_path / "kept"
    on_windows = fetch(pinned, Target(WINDOWS, "3.12"), ours, kept)
    assert {wheel.path.name for wheel in on_windows} == {
        ours.path.name,
        "pip-26.3-py3-none-any.whl",
        "tool-1.0-cp312-cp312-win_amd64.whl",
        "helper-2.0-py3-none-any.whl",
        "colour-1.0-py3-none-any.whl",
    }
    on_linux = fetch(pinned, Target(LINUX, "3.12"), ours, kept)
    assert "tool-1.0-cp312-cp312-manylinux2014_x86_64.whl" in {wheel.path.name for wheel in on_linux}
    assert not [wheel for wheel in on_linux if wheel.name == "colour"]


def test_what_cannot_be_got_is_named_with_its_system_and_what_was_got_is_kept(
    pinned: Path, ours: Wheel, index: Path, tmp_path: Path
) -> None:
    write_wheel(index, "pip-26.3")
    write_wheel(index, "tool-1.0", "helper")
    write_wheel(index, "helper-2.0", tag="cp312-cp312-win_arm64")
    kept = tmp_path / "kept"
    told = r"(?s)Windows \(x64\), Python 3\.12 was not made; the last good .* helper==2\.0\n.*network"
    with pytest.raises(ToldError, match=told):
        fetch(pinned, Target(WINDOWS, "3.12"), ours, kept)
    assert {path.name for path in kept.iterdir()} == {
        "pip-26.3-py3-none-any.whl",
        "tool-1.0-py3-none-any.whl",
    }


def test_a_missing_pin_and_one_that_does_not_fit_are_named(
    pinned: Path, ours: Wheel, index: Path, tmp_path: Path
) -> None:
    write_wheel(index, "pip-26.3")
    write_wheel(index, "tool-1.0", "stray", "helper>=3")
    write_wheel(index, "helper-2.0")
    with pytest.raises(ToldError, match=r"stray for tool has no pin there\. Cure: add a line for stray"):
        fetch(pinned, Target(LINUX, "3.12"), ours, tmp_path / "kept")
    (pinned / "requirements.txt").write_text("tool==1.0\nhelper==2.0\nstray==1.0\n", encoding="utf-8")
    write_wheel(index, "stray-1.0")
    with pytest.raises(ToldError, match=r"helper>=3 for tool is not met by the pin helper==2\.0\. Cure: cha"):
        fetch(pinned, Target(LINUX, "3.12"), ours, tmp_path / "kept")


def test_wheels_that_no_pin_names_any_more_are_deleted(pinned: Path, tmp_path: Path) -> None:
    for name in ("tool-1.0", "tool-0.9", "gone-1.0", "colour-1.0"):
        write_wheel(tmp_path / "kept", name)
    tidy(pinned, tmp_path / "kept")
    assert names(shelf(tmp_path / "kept")) == {"tool-1.0", "colour-1.0"}
