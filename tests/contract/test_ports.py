"""Every port has one adapter and one fake that satisfy it: ``mypy`` reads the assignments, the rest is counted here."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest

from monitor import app
from monitor.adapters.clock import SystemClock
from monitor.adapters.exposition import Metrics
from monitor.adapters.feeds import NetworkFeeds
from monitor.adapters.ledger import SqlLedger
from monitor.adapters.log import LogFormat, LogLevel, configured_log
from monitor.adapters.probes import CanaryProber, NetworkProber
from monitor.engine import ports
from tests import fakes

ROOT = Path(__file__).parents[2]
ADAPTERS: dict[str, type] = {
    "Canary": CanaryProber,
    "Clock": SystemClock,
    "FeedReader": NetworkFeeds,
    "Ledger": SqlLedger,
    "Manifest": app.Files,
    "Prober": NetworkProber,
    "Publisher": Metrics,
}
LIBRARY = {"Log"}  # structlog's own logger is the adapter
PORTS = {
    name: port
    for name, port in vars(ports).items()
    if inspect.isclass(port) and port.__module__ == ports.__name__ and getattr(port, "_is_protocol", False)
}

if TYPE_CHECKING:

    def _adapters(
        canary: CanaryProber,
        clock: SystemClock,
        ledger: SqlLedger,
        files: app.Files,
        prober: NetworkProber,
        shown: Metrics,
    ) -> tuple[ports.Canary, ports.Clock, ports.Ledger, ports.Manifest, ports.Prober, ports.Publisher, ports.Log]:
        return canary, clock, ledger, files, prober, shown, configured_log(LogLevel.INFO, LogFormat.JSON)

    def _fakes(
        canary: fakes.FakeCanary,
        clock: fakes.FakeClock,
        ledger: fakes.FakeLedger,
        files: fakes.FakeManifest,
        prober: fakes.FakeProber,
        shown: fakes.FakePublisher,
        log: fakes.FakeLog,
    ) -> tuple[ports.Canary, ports.Clock, ports.Ledger, ports.Manifest, ports.Prober, ports.Publisher, ports.Log]:
        return canary, clock, ledger, files, prober, shown, log


def methods(port: type) -> dict[str, Any]:
    return {name: member for name, member in vars(port).items() if not name.startswith("_")}


def accepts(asked: Callable[..., Any], given: Callable[..., Any]) -> bool:
    """Whether whoever calls ``asked`` can call ``given``: the same names in the same places, nothing more needed."""
    wanted, offered = inspect.signature(asked).parameters, inspect.signature(given).parameters
    extra = [offered[name] for name in offered if name not in wanted]
    same = all(name in offered and offered[name].kind is wanted[name].kind for name in wanted)
    return same and all(one.default is not inspect.Parameter.empty for one in extra)


def test_every_port_has_one_adapter() -> None:
    assert PORTS.keys() == ADAPTERS.keys() | LIBRARY


def test_every_port_has_one_fake_and_every_fake_has_a_port() -> None:
    made = {name.removeprefix("Fake") for name in vars(fakes) if name.startswith("Fake")}

    assert made == PORTS.keys()


@pytest.mark.parametrize("name", sorted(ADAPTERS))
@pytest.mark.parametrize("side", ["adapter", "fake"])
def test_port_is_satisfied_method_by_method(name: str, side: str) -> None:
    implementation = ADAPTERS[name] if side == "adapter" else vars(fakes)[f"Fake{name}"]

    for asked, member in methods(PORTS[name]).items():
        if isinstance(member, property):
            hints = get_type_hints(implementation) if side == "fake" else {}
            assert isinstance(getattr(implementation, asked, None), property) or asked in hints, asked
            continue
        given = getattr(implementation, asked)
        assert inspect.iscoroutinefunction(member) is inspect.iscoroutinefunction(given), asked
        assert accepts(member, given), asked


def test_log_that_the_program_configures_says_what_the_port_asks_for() -> None:
    log = configured_log(LogLevel.INFO, LogFormat.LOGFMT)

    assert all(callable(getattr(log, name)) for name in methods(PORTS["Log"]))


def test_no_second_class_takes_the_part_of_an_adapter() -> None:
    """What makes a class an adapter is the most telling method of its port."""
    telling = {
        "probe": "NetworkProber",
        "reachable": "CanaryProber",
        "monotonic": "SystemClock",
        "publish_service": "Metrics",
        "flushed": "SqlLedger",
    }
    found: dict[str, list[str]] = {name: [] for name in telling}
    for path in (ROOT / "monitor").rglob("*.py"):
        if path.name == "ports.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                own = {part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
                for name in own & telling.keys():
                    found[name].append(node.name)

    assert found == {name: [adapter] for name, adapter in telling.items()}
