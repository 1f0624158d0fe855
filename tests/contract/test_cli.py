"""The command line is the one that ``docs/contract.md`` describes: every verb and flag of its table, and no other."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Mapping
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from monitor.adapters.log import LogFormat
from monitor.adapters.manifest import Kind
from monitor.cli import program

SECTION = (Path(__file__).parents[2] / "docs" / "contract.md").read_text().split("\n## 1. ")[1].split("\n## ")[0]
ROWS = [
    [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
    for row in SECTION.splitlines()
    if row.startswith("| `")
]
NOW = {row[0].strip("`"): row for row in ROWS if row[1] == "now"}
PLANNED = [row[0].strip("`") for row in ROWS if row[1] == "planned"]

GROUP = typer.main.get_group(program._program)


def flags_of(command: TyperCommand | TyperGroup) -> set[str]:
    """The flags of a verb, with those of the verbs below it."""
    own = {flag for parameter in command.params for flag in parameter.opts if flag.startswith("--")}
    return own.union(*map(flags_of, below(command).values()))


def below(command: object) -> Mapping[str, TyperCommand | TyperGroup]:
    """The verbs of a group, asked for one by one: it may load them only then."""
    if not isinstance(command, TyperGroup):
        return {}
    context = typer.Context(command)
    found = {name: command.get_command(context, name) for name in command.list_commands(context)}
    return {name: one for name, one in found.items() if isinstance(one, TyperCommand | TyperGroup)}


VERBS = below(GROUP)
FLAGS = {verb: flags_of(command) for verb, command in VERBS.items()}


def verbs(documented: typing.Iterable[str]) -> set[str]:
    return {text.split()[1] for text in documented if not text.split()[1].startswith("-")}


def test_table_was_found() -> None:
    assert len(NOW) >= 6


def test_verbs_that_are_there_now_are_those_of_the_program() -> None:
    assert verbs(NOW) == FLAGS.keys()


def test_planned_verbs_are_not_there() -> None:
    assert verbs(PLANNED) & FLAGS.keys() == set()


@pytest.mark.parametrize("verb", sorted(verbs(NOW)))
def test_flags_of_a_verb_are_those_of_its_row(verb: str) -> None:
    """Planned flags stand in brackets; those of every verb stand below the table."""
    [row] = [row for text, row in NOW.items() if text.split()[1] == verb]
    there = re.sub(r"\(planned:[^)]*\)", "", " ".join(row))
    common = set(re.findall(r"`(--[a-z.-]+)`", SECTION.split("Flags in the Prometheus manner")[1].split("\n\n")[0]))
    own = {flag for code in re.findall(r"`([^`]*)`", there) for flag in re.findall(r"(?<![\w-])--[a-z-]+", code)}

    assert own <= FLAGS[verb]
    assert FLAGS[verb] <= own | common | {"--help"}


@pytest.mark.parametrize("verb", sorted(verb for verb, command in VERBS.items() if below(command)))
def test_verbs_below_a_verb_are_those_of_its_row(verb: str) -> None:
    [text] = [text for text in NOW if text.split()[1] == verb]

    assert set(text.removeprefix(f"marsad {verb} ").split(" · ")) == below(VERBS[verb]).keys()


def test_run_takes_every_common_flag() -> None:
    common = re.findall(r"`(--[a-z]+\.[a-z.-]+)`", SECTION)

    assert len(common) == 6
    assert set(common) <= FLAGS["run"]


def test_configuration_is_where_the_page_says() -> None:
    [default] = re.findall(r"`--config.file` \(default `([^`]+)`\)", SECTION)

    for verb in ("run", "check", "probe"):
        [flag] = [one for one in VERBS[verb].params if "--config.file" in one.opts]
        assert str(flag.default) == default


def test_program_tells_its_version() -> None:
    assert "marsad --version" in NOW
    assert "--version" in {flag for parameter in GROUP.params for flag in parameter.opts}


def test_log_formats_are_the_documented_ones() -> None:
    [documented] = re.findall(r"`--log.format` \(([^)]*)\)", SECTION)

    assert {name.strip("` ") for name in documented.split(",")} == {one.value for one in LogFormat}


def test_kinds_of_schema_are_the_documented_ones() -> None:
    [row] = [row for text, row in NOW.items() if text.startswith("marsad schema")]

    assert re.findall(r"\[(.*)\]", row[0]) == ["|".join(typing.get_args(Kind))]


def test_documented_document_of_a_probe_is_json() -> None:
    [text] = re.findall(r"```json\n(.*?)```", SECTION, re.DOTALL)

    assert json.loads(text)["plan"] == {"in": False, "windows": []}
