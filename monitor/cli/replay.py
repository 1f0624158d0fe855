"""``marsad replay``: the real engine on virtual time over scripted observations, or over those of the ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from monitor.adapters import manifest
from monitor.adapters.paper import History, draw_histories
from monitor.adapters.promtool import PromtoolError
from monitor.app.backtest import Backtest, TooLongError, backtest
from monitor.cli.gathered import gathered
from monitor.cli.options import FAILED, Json, document, environ, refuse
from monitor.cli.replay_alerts import alert_facts, alert_story, firings
from monitor.cli.replay_flags import LedgerFlags, ScenarioFlags, Scenarios, refused
from monitor.cli.replay_ledger import judge_ledger
from monitor.cli.report_flags import Tongue
from monitor.domain.errors import ConfigurationError
from monitor.domain.history import TimelineEntry
from monitor.domain.incident import Incident
from monitor.domain.printable import printable
from monitor.engine.expectation import Verified, rfc3339, verify
from monitor.engine.replay import Page, Replayed
from monitor.engine.replay import replay as play
from monitor.engine.scenario import Scenario


@gathered
def replay(played: ScenarioFlags, ledger: LedgerFlags, scenarios: Scenarios = None, as_json: Json = False) -> None:
    """Replay scenarios and check their expectations; exit 1 where one fails, 2 where a file cannot be read."""
    if ledger.from_ledger == bool(scenarios):
        raise refused("say which scenarios to replay, or --from-ledger" + (", not both" if scenarios else ""))
    if ledger.from_ledger:
        if played.against or played.html:
            raise refused("--against and --html are for scenarios, not for --from-ledger")
        judge_ledger(ledger, as_json=as_json)
    else:
        _replay(scenarios or [], played, as_json=as_json)


def _replay(scenarios: list[Path], flags: ScenarioFlags, *, as_json: bool) -> None:
    loaded = _loaded(scenarios)
    failed = False
    histories: list[History] = []
    for path, scenario in zip(scenarios, loaded, strict=True):
        tried = _tried(scenario, flags.against) if flags.against else None
        replayed = tried.replayed if tried else play(scenario)
        for refusal in replayed.refusals:
            typer.echo(printable(f"{path}:{refusal}"), err=True)
        verified = verify(replayed)
        histories.append(History(replayed=replayed, verified=verified, firings=firings(tried) if tried else None))
        failed = failed or not all(held.ok for held in verified)
        if as_json:
            typer.echo(document(_facts(replayed, verified) | (alert_facts(tried) if tried else {})))
        else:
            typer.echo("\n".join([_story(path, verified), *(alert_story(tried) if tried else ())]))
    if flags.html is not None:
        _draw(flags.html, histories, flags.language)
    if failed:
        raise typer.Exit(FAILED)


def _tried(scenario: Scenario, rules: list[Path]) -> Backtest:
    try:
        return backtest(scenario, rules)
    except (PromtoolError, TooLongError) as refusal:
        raise refused(str(refusal)) from None


def _draw(path: Path, histories: list[History], language: Tongue) -> None:
    try:
        path.write_text(draw_histories(histories, language.value), encoding="utf-8")
    except OSError as fault:
        raise refused(f"--html: {path}: {fault.strerror or fault}") from None


def _loaded(paths: list[Path]) -> list[Scenario]:
    """Every scenario, or the problems of all of them."""
    loaded: list[Scenario] = []
    problems: ConfigurationError | None = None
    for path in paths:
        try:
            loaded.append(manifest.load_scenario(path, environ()))
        except ConfigurationError as refusal:
            problems = ConfigurationError((*(problems.problems if problems else ()), *refusal.problems))
    if problems is not None:
        raise refuse(problems)
    return loaded


def _story(path: Path, verified: tuple[Verified, ...]) -> str:
    held = sum(one.ok for one in verified)
    lines = [f"{'ok  ' if held == len(verified) else 'FAIL'} {path}: {held} of {len(verified)} expectations hold"]
    lines += [f"     not so: {one.text}" for one in verified if not one.ok]
    return "\n".join(printable(line) for line in lines)


def _facts(replayed: Replayed, verified: tuple[Verified, ...]) -> dict[str, object]:
    return {
        "scenario": replayed.scenario.name,
        "timeline": [row for name, entries in replayed.timelines.items() for row in _timeline(replayed, name, entries)],
        "seconds": {
            name: {state.value: round(spent, 6) for state, spent in replayed.seconds(name).items()}
            for name in replayed.timelines
        },
        "incidents": [_incident(incident) for incident in replayed.incidents],
        "pages": [_page(page) for page in replayed.pages],
        "expectations": [{"ok": one.ok, "text": one.text} for one in verified],
    }


def _timeline(replayed: Replayed, service_id: str, entries: tuple[TimelineEntry, ...]) -> list[dict[str, str]]:
    """Adjacent rows; two incidents that follow each other in one state are one row."""
    rows: list[dict[str, str]] = []
    ends = [*(entry.at for entry in entries[1:]), replayed.scenario.ends]
    for entry, until in zip(entries, ends, strict=True):
        if rows and rows[-1]["state"] == entry.state.value:
            rows[-1]["to"] = rfc3339(until)
            continue
        rows.append(
            {"service": service_id, "from": rfc3339(entry.at), "to": rfc3339(until), "state": entry.state.value}
        )
    return rows


def _incident(incident: Incident) -> dict[str, object]:
    return {
        "id": incident.id,
        "service": incident.service_id,
        "kind": incident.kind.value,
        "from": rfc3339(incident.started_at),
        "to": _maybe(incident.ended_at),
        "reason": incident.reason,
    }


def _page(page: Page) -> dict[str, object]:
    facts: dict[str, object] = {
        "kind": page.kind.value,
        "service": page.service_id,
        "from": rfc3339(page.starts),
        "to": _maybe(page.ends),
    }
    return facts | ({"explained_by": page.explained_by} if page.explained_by else {})


def _maybe(instant: datetime | None) -> str | None:
    return rfc3339(instant) if instant else None
