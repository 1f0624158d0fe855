"""Whatever stands in a file, a load either succeeds or says what is wrong: no other exception leaves it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.adapters.manifest import fingerprint, load, load_scenario
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.source import parse
from monitor.domain.errors import ConfigurationError

SHIPPED = Path(__file__).parents[3] / "config"
SEEDS = [
    ("marsad.yaml", SHIPPED / "marsad.yaml"),
    ("platforms/absher.yaml", SHIPPED / "platforms" / "masar.yaml"),
    ("platforms/absher.yaml", Path(__file__).parent / "kinds.yaml"),
    ("windows/calendar.yaml", SHIPPED / "windows" / "absher-2025-12-05.yaml"),
    ("scenario.yaml", Path(__file__).parent / "scenario.yaml"),
]
STRANGE: list[object] = [
    None,
    True,
    0,
    -1,
    1.5,
    float("nan"),
    "",
    "\0",
    "x" * 200,
    "\u202e",
    "${A}",
    [],
    [[]],
    {},
    {"": None},
    [None],
]
ONCE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def attempt(place: str) -> None:
    try:
        if place == "scenario.yaml":
            load_scenario(Path(place), {})
        else:
            load(Path("marsad.yaml"), {})
    except ConfigurationError as error:
        for problem in error.problems:
            assert str(problem).isprintable()
    fingerprint(Path("marsad.yaml"))


@ONCE
@given(content=st.binary(max_size=100), place=st.sampled_from([place for place, _ in SEEDS]))
def test_any_bytes_give_a_configuration_or_its_problems(base: Path, content: bytes, place: str) -> None:
    (base / place).write_bytes(content)

    attempt(place)


@pytest.mark.parametrize(("place", "seed"), SEEDS)
def test_bytes_flipped_in_a_right_file_give_a_configuration_or_its_problems(base: Path, place: str, seed: Path) -> None:
    dice = random.Random(20251205)
    original = seed.read_bytes()
    for _ in range(60):
        content = bytearray(original)
        for _ in range(dice.randrange(1, 4)):
            content[dice.randrange(len(content))] = dice.choice(b" :-[]{}\"'&*!\n\t0aZ\xff\x00")
        (base / place).write_bytes(bytes(content))

        attempt(place)


@pytest.mark.parametrize(("place", "seed"), SEEDS)
def test_any_value_in_the_place_of_any_other_gives_a_configuration_or_its_problems(
    base: Path, place: str, seed: Path
) -> None:
    dice = random.Random(20251205)
    document = parse(seed.read_bytes(), place, {}, Findings())
    assert document is not None
    original = json.dumps(document.root)
    for path in paths(json.loads(original)):
        tree = json.loads(original)
        holder = tree
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = dice.choice(STRANGE)
        (base / place).write_text(json.dumps(tree, ensure_ascii=False).replace("NaN", ".nan"), "utf-8")

        attempt(place)


def paths(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if way:
        yield way
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths(item, (*way, key))
