"""The example in the document is what the command prints."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters import manifest
from monitor.adapters.ledger import SqlLedger
from monitor.domain.history import TimelineChange
from monitor.engine.ports import Batch
from monitor.engine.replay import Replayed, replay
from tests.cli.conftest import Marsad, Tree

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "config" / "scenarios" / "edges" / "s5-worked-example.yaml"
DOCUMENT = ROOT / "docs" / "report.md"
EXAMPLES = re.findall(r"^```\n\$ marsad report ([^\n]*)\n(.*?)^```$", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)


async def write(replayed: Replayed, url: str) -> None:
    ends = replayed.scenario.ends
    ledger = SqlLedger(url, lambda: ends, holder="test", retention=timedelta(days=400))
    ledger.load()
    ledger.submit(
        Batch(
            heartbeat_at=ends,
            timeline=tuple(
                TimelineChange(service_id=name, since=entries[0].at, entries=entries)
                for name, entries in replayed.timelines.items()
            ),
            incidents=replayed.incidents,
            revisions=tuple(revision for chain in replayed.book.chains.values() for revision in chain),
        )
    )
    await ledger.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The scenario, replayed into a ledger."""
    tree = Tree(tmp_path_factory.mktemp("replayed"))
    tree.write("marsad.yaml", tree.config.read_text().replace("riyadh-1", "replay-1"))
    replayed = replay(manifest.load_scenario(SCENARIO, {}))
    asyncio.run(write(replayed, f"sqlite:///{tree.root}/marsad.db"))
    return tree


@pytest.mark.parametrize(("arguments", "printed"), EXAMPLES)
def test_example_is_what_the_command_prints(marsad: Marsad, kept: Tree, arguments: str, printed: str) -> None:
    places = ("--config.file", kept.config, "--storage.url", f"sqlite:///{kept.root}/marsad.db")

    result = marsad("report", *arguments.split(), *places)

    assert re.sub(r"^Made: .*$", "Made: ...", result.stdout, flags=re.MULTILINE) == printed


def test_document_has_examples() -> None:
    assert len(EXAMPLES) == 2


def test_page_of_the_same_month_shows_the_same_figures(marsad: Marsad, kept: Tree) -> None:
    places = ("--config.file", kept.config, "--storage.url", f"sqlite:///{kept.root}/marsad.db")
    span = ("--from", "2026-04-01T00:00Z", "--to", "2026-05-01T00:00Z")

    page = marsad("report", *span, "--format", "html", *places).stdout

    assert re.findall(r'class="big"><bdi>([\d.]+)</bdi> %', page) == ["99.900", "99.345"]
    assert len(re.findall(r'<li class="day planned_downtime"', page)) == 2
    assert len(re.findall(r'<li class="day unplanned_outage"', page)) == 2
