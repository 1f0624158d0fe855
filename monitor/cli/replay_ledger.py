"""``marsad replay --from-ledger``: what other windows or settings would have made of the recorded history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import typer

from monitor.adapters import manifest
from monitor.adapters.clock import SystemClock
from monitor.app.rejudging import Rejudged, Wish, rejudged
from monitor.cli.options import document, environ, refuse
from monitor.cli.replay_flags import LedgerFlags, instant, refused
from monitor.domain.catalogue import Configuration
from monitor.domain.errors import ConfigurationError, LedgerError
from monitor.domain.printable import printable
from monitor.domain.verdict import State
from monitor.domain.window import WindowSpec
from monitor.engine.expectation import rfc3339
from monitor.engine.rejudge import Contrast, Happening, Shift

_BEHIND = timedelta(days=30)
_SHOWN = 0.05  # seconds: less is no tenth


def judge_ledger(flags: LedgerFlags, *, as_json: bool) -> None:
    """Read, judge and tell.

    Raises:
        typer.Exit: configuration, ledger or flags cannot be used.
    """
    try:
        configuration = manifest.load(flags.config_file, environ())
        windows = _windows(flags.windows or [], configuration)
        storage_url = flags.storage_url or configuration.settings.storage_url
        found = rejudged(configuration, storage_url, _wish(flags, configuration, windows))
    except ConfigurationError as refusal:
        raise refuse(refusal) from None
    except LedgerError as refusal:
        raise refused(str(refusal)) from None
    for note in _notes(found):
        typer.echo(f"marsad: {printable(note)}", err=True)
    typer.echo(document(_facts(found)) if as_json else "\n".join(printable(line) for line in _story(found)))


def _windows(paths: list[Path], configuration: Configuration) -> tuple[WindowSpec, ...]:
    problems: list[ConfigurationError] = []
    found: list[WindowSpec] = []
    for path in paths:
        try:
            found += manifest.windows_in(path, environ(), configuration.catalogue, configuration.settings.timezone)
        except ConfigurationError as refusal:
            problems.append(refusal)
    if problems:
        raise ConfigurationError(tuple(problem for refusal in problems for problem in refusal.problems))
    return tuple(found)


def _wish(flags: LedgerFlags, configuration: Configuration, windows: tuple[WindowSpec, ...]) -> Wish:
    timezone, known = configuration.settings.timezone, configuration.catalogue.services
    for name in flags.service or ():
        if name not in known:
            raise refused(f"{name}: no such service; known are: {', '.join(known)}")
    until = instant("--until", flags.until, timezone) if flags.until else SystemClock().now()
    since = instant("--since", flags.since, timezone) if flags.since else until - _BEHIND
    if since >= until:
        raise refused("--since: not before --until")
    return Wish(since=since, until=until, service_ids=tuple(flags.service) if flags.service else None, windows=windows)


def _notes(found: Rejudged) -> Iterator[str]:
    for refusal in found.refusals:
        yield f"{refusal.verb.value}: {refusal.error}"
    if found.unknown_to_ledger:
        yield f"not in the ledger: {', '.join(found.unknown_to_ledger)}"
    if found.unseen_checks:
        yield f"never looked at in this span: {', '.join(found.unseen_checks)}"


def _story(found: Rejudged) -> Iterator[str]:
    yield f"the ledger from {rfc3339(found.since)} to {rfc3339(found.until)}, judged once more"
    for contrast in found.contrasts:
        yield from ("", *_table(contrast), *_differences(contrast)) if contrast.differs else ("", _line(contrast))
    yield ""
    yield f"{sum(contrast.differs for contrast in found.contrasts)} of {len(found.contrasts)} services would differ"


def _line(contrast: Contrast) -> str:
    """A service that does not differ; what is less than an interval is said all the same."""
    spent = (
        f"{state.value} {seconds:,.1f} s{_slight(contrast.rejudged[state] - seconds)}"
        for state, seconds in contrast.recorded.items()
        if seconds or contrast.rejudged[state]
    )
    return f"{contrast.service_id}, as recorded: {', '.join(spent)}"


def _slight(difference: float) -> str:
    return f" ({difference:+,.1f})" if abs(difference) >= _SHOWN else ""


def _table(contrast: Contrast) -> Iterator[str]:
    yield f"{contrast.service_id}, seconds (differences of less than {contrast.tolerance.total_seconds():g} s stand)"
    yield f"  {'':<18}{'recorded':>14}{'re-judged':>14}{'difference':>14}"
    for state in State:
        then, now = contrast.recorded[state], contrast.rejudged[state]
        if then or now:
            yield f"  {state.value:<18}{then:>14,.1f}{now:>14,.1f}{now - then:>+14,.1f}"


def _differences(contrast: Contrast) -> Iterator[str]:
    for stretch in contrast.stretches:
        span = f"{rfc3339(stretch.since)} to {rfc3339(stretch.until)}"
        yield f"  {span}: recorded {stretch.recorded.value}, re-judged {stretch.rejudged.value}"
    for name, shifts in (("incident", contrast.incidents), ("page", contrast.pages)):
        for shift in shifts:
            yield f"  {name}, {shift.aspect.value}: {_told(shift)}"


def _told(shift: Shift) -> str:
    return " -> ".join(_span(one) for one in (shift.recorded, shift.rejudged) if one is not None)


def _span(one: Happening) -> str:
    return f"{one.kind.value} {rfc3339(one.since)} to {rfc3339(one.until) if one.until else '(open)'}"


def _facts(found: Rejudged) -> dict[str, object]:
    return {
        "from": rfc3339(found.since),
        "to": rfc3339(found.until),
        "services": [_service(contrast) for contrast in found.contrasts],
        "refused": [{"window": refusal.error.window_id, "why": str(refusal.error)} for refusal in found.refusals],
        "not_in_ledger": list(found.unknown_to_ledger),
        "never_looked_at": list(found.unseen_checks),
    }


def _service(contrast: Contrast) -> dict[str, object]:
    return {
        "service": contrast.service_id,
        "differs": contrast.differs,
        "tolerance_seconds": contrast.tolerance.total_seconds(),
        "seconds": {
            state.value: {
                "recorded": round(contrast.recorded[state], 6),
                "rejudged": round(contrast.rejudged[state], 6),
                "difference": round(contrast.rejudged[state] - contrast.recorded[state], 6),
            }
            for state in State
        },
        "stretches": [
            {
                "from": rfc3339(stretch.since),
                "to": rfc3339(stretch.until),
                "recorded": stretch.recorded.value,
                "rejudged": stretch.rejudged.value,
            }
            for stretch in contrast.stretches
        ],
        "incidents": [_shift(shift) for shift in contrast.incidents],
        "pages": [_shift(shift) for shift in contrast.pages],
    }


def _shift(shift: Shift) -> dict[str, object]:
    return {"what": shift.aspect.value, "recorded": _happening(shift.recorded), "rejudged": _happening(shift.rejudged)}


def _happening(one: Happening | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {"kind": one.kind.value, "from": rfc3339(one.since), "to": rfc3339(one.until) if one.until else None}
