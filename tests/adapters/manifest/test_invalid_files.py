"""One wrong file per rule, and the exact lines that are printed for it: invalid/expected.txt.

The kind of a file is the first word of its name; it takes the place of its like in a right configuration. A line that
starts with ``warning:`` does not prevent loading; a file with nothing but warnings, or nothing at all, loads.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from monitor.adapters.manifest import load, load_scenario
from monitor.domain.errors import ConfigurationError, Problem, Severity

FOLDER = Path(__file__).parent / "invalid"
PLACES = {
    "marsad": "marsad.yaml",
    "platform": "platforms/absher.yaml",
    "windows": "windows/calendar.yaml",
    "scenario": "scenario.yaml",
}
ENVIRON = {"HOST": "absher.example", "METHOD": "hunter2"}


def expected() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for line in (FOLDER / "expected.txt").read_text("utf-8").splitlines():
        if line.endswith(".yaml"):
            name = line
            table[name] = []
        elif line.strip():
            table[name].append(line.strip())
    return table


TABLE = expected()


def problems(name: str) -> tuple[bool, tuple[Problem, ...]]:
    place = Path(PLACES[name.partition("-")[0]])
    shutil.copy(FOLDER / name, place)
    try:
        if place.name == "scenario.yaml":
            load_scenario(place, ENVIRON)
            return True, ()
        return True, load(Path("marsad.yaml"), ENVIRON).warnings
    except ConfigurationError as error:
        return False, error.problems


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("name", sorted(TABLE))
def test_file_gives_exactly_its_lines(name: str) -> None:
    loaded, found = problems(name)

    assert [str(problem) for problem in found] == TABLE[name]
    assert loaded == all(problem.severity is Severity.WARNING for problem in found)


def test_every_wrong_file_is_in_the_table() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.yaml")) == sorted(TABLE)


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("name", sorted(TABLE))
def test_no_secret_is_shown(name: str) -> None:
    _, found = problems(name)

    assert "hunter2" not in "\n".join(str(problem) for problem in found)


@pytest.mark.usefixtures("base")
def test_twelve_mistakes_give_twelve_lines() -> None:
    _, found = problems("marsad-twelve-mistakes.yaml")

    assert len([problem for problem in found if problem.severity is Severity.ERROR]) == 12
