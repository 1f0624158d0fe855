"""Every setting is documented, every documented setting is accepted, and every example in ``config/`` loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.adapters.manifest import load, load_scenario, schema
from monitor.domain.target import Kind

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "contract.md").read_text()
SECTION = PAGE.split("\n## 2. ")[1].split("\n## ")[0]
EXAMPLES: list[str] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SCENARIOS = sorted((ROOT / "config" / "scenarios").rglob("*.yaml"))
CONFIGURATIONS = sorted(path for path in (ROOT / "config").glob("*.yaml") if path.stem != "gazetteer")
KINDS = {"marsad": "location", "platform": "platform", "windows": "windows", "scenario": "scenario"}


def example(kind: str) -> Any:  # noqa: ANN401 - YAML
    [text] = [text for text in EXAMPLES if text.startswith(f"{KINDS[kind]}:")]
    return yaml.safe_load(text)


def settings(kind: str) -> set[str]:
    """Every key that the schema of one kind of file knows, at any depth."""
    return set(keys_of_schema(schema(kind)))  # type: ignore[arg-type] # one of the four


def keys_of_schema(node: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(node, dict):
        properties = node.get("properties", {})
        yield from properties
        for part in (*properties.values(), *(value for key, value in node.items() if key != "properties")):
            yield from keys_of_schema(part)
    elif isinstance(node, list):
        for part in node:
            yield from keys_of_schema(part)


def keys_of_example(node: Any) -> Iterator[str]:  # noqa: ANN401 - YAML
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            if key not in {"components", "headers", "json", "labels", "resolve"}:  # free keys
                yield from keys_of_example(value)
    elif isinstance(node, list):
        for part in node:
            yield from keys_of_example(part)


@pytest.mark.parametrize("kind", ["marsad", "platform", "windows"])
def test_every_setting_is_documented(kind: str) -> None:
    undocumented = [key for key in sorted(settings(kind)) if not re.search(rf"\b{re.escape(key)}\b", SECTION)]

    assert undocumented == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_documented_setting_is_one(kind: str) -> None:
    # That their values are accepted too is shown in test_contract_page, where the examples are loaded.
    assert set(keys_of_example(example(kind))) <= settings(kind)


def test_documented_kinds_of_checks_load(tmp_path: Path) -> None:
    [text] = [text for text in EXAMPLES if text.startswith("checks:")]
    kinds = yaml.safe_load(text)["checks"]
    platform = example("platform")
    platform["services"][0]["checks"] = kinds
    platform["services"] = platform["services"][:1]
    for path, content in (
        ("marsad.yaml", {"location": {"id": "riyadh-1", "country": "SA"}, "windows": []}),
        ("platforms/absher.yaml", platform),
        *((f"platforms/secrets/{name}", "") for name in ("password", "marsad.pem", "marsad.key")),
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(yaml.safe_dump(content))

    checks = load(tmp_path / "marsad.yaml", {}).catalogue.checks

    assert {check.target.kind for check in checks.values()} == set(Kind)


def test_every_setting_of_the_monitor_stands_in_the_example() -> None:
    shipped = yaml.safe_load((ROOT / "config" / "marsad.yaml").read_text())
    assert shipped["feeds"] == []  # nobody's calendar is asked unasked; the keys of a feed stand on the page alone
    of_feeds = {key for feed in example("marsad")["feeds"] for key in keys_of_example(feed)}

    assert set(keys_of_example(shipped)) | of_feeds == settings("marsad")
    assert set(keys_of_example(example("marsad"))) == settings("marsad")


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: path.name)
def test_every_configuration_that_is_shipped_loads(path: Path) -> None:
    configuration = load(path, {})

    assert configuration.catalogue.checks
    assert {problem.key_path for problem in configuration.warnings} <= {"contact"}  # the placeholder


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_that_is_shipped_loads(path: Path) -> None:
    assert load_scenario(path, {}).name


def test_services_that_a_fresh_start_shows_are_those_of_the_page() -> None:
    [line] = [line for line in SECTION.splitlines() if line.startswith("A fresh `make run` shows")]
    documented: set[str] = set()
    for platform, names in re.findall(r"`([a-z]+)/(\{[^}]*\}|[a-z-]+)`", line):
        documented |= {f"{platform}/{name}" for name in names.strip("{}").split(",")}

    shown = load(ROOT / "config" / "marsad.yaml", {}).catalogue.services

    assert len(documented) >= 12
    assert documented <= shown.keys()
