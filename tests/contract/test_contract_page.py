"""What ``docs/contract.md`` promises is what the program offers: its examples load, its tables list what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from monitor.adapters.exposition.catalogue import BY_NAME
from monitor.adapters.manifest import load, load_scenario
from monitor.adapters.server.api.openapi.operations import PATHS
from monitor.cli import program
from monitor.domain.observation import Reason
from monitor.engine.expectation import verify
from monitor.engine.replay import replay

PAGE = (Path(__file__).parents[2] / "docs" / "contract.md").read_text()
EXAMPLES: list[str] = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def section(number: int) -> str:
    return PAGE.split(f"\n## {number}. ")[1].split("\n## ")[0]


def example(first_key: str) -> str:
    [found] = [text for text in EXAMPLES if text.startswith(f"{first_key}:")]
    return found


def test_documented_configuration_loads(tmp_path: Path) -> None:
    # The platform of the window's example is the platform's example and four services more.
    more = ["residency-validity", "driving-licence", "traffic-violations", "company-employment"]
    services = "".join(f"  - {{id: {name}, name: {{en: x, ar: س}}, tier: 2, inferred_from: portal}}\n" for name in more)
    files = {
        "marsad.yaml": example("location"),
        "platforms/absher.yaml": example("platform") + services,
        "windows/absher.yaml": example("windows"),
        "gazetteer.yaml": example("places"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    configuration = load(tmp_path / "marsad.yaml", {})

    assert list(configuration.catalogue.checks) == ["absher/portal/landing"]
    assert [window.id for window in configuration.windows] == ["absher-2025-12-05"]
    assert [place.id for place in configuration.gazetteer] == ["egypt-post"]


def test_documented_scenario_meets_its_own_expectations(tmp_path: Path) -> None:
    path = tmp_path / "o6-overrun.yaml"
    path.write_text(example("scenario"))

    replayed = replay(load_scenario(path, {}))

    assert [(one.ok, one.text) for one in verify(replayed) if not one.ok] == []


def test_documented_metrics_are_those_of_the_catalogue() -> None:
    rows = [row for row in section(4).splitlines() if row.startswith("| `marsad_")]

    now = {name for row in rows if "planned:" not in row for name in re.findall(r"`(marsad_\w+)", row.split("|")[1])}

    assert now <= BY_NAME.keys()
    assert {name for name in BY_NAME if f"`{name}" not in section(4)} == set()


def test_documented_commands_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| `marsad ([a-z]+).*?` \| (now|planned) \|", section(1), re.MULTILINE)
    command = typer.main.get_command(program._program)

    assert isinstance(command, TyperGroup)
    assert set(command.list_commands(typer.Context(command))) == {verb for verb, status in rows if status == "now"}


def test_documented_paths_of_the_api_are_those_of_its_document() -> None:
    rows = re.findall(r"^\| `(GET|POST) (/api/v1.*?)` \| now \|", section(3), re.MULTILINE)

    documented = {
        (method, path.partition("?")[0]) for method, paths in rows for path in re.findall(r"(/api/v1/[^`,]+)", paths)
    }

    described = [(method, path) for path, methods in PATHS.items() for method in methods]
    assert documented == {(method.upper(), f"/api/v1{path}") for method, path in described}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_documented(reason: Reason) -> None:
    assert f"`{reason.value}`" in section(4)
