"""The flags of ``marsad windows``, and the keys of ``config/windows`` that they stand for."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from monitor.domain.printable import printable

Texts = list[str] | None
WindowId = Annotated[str, typer.Argument(metavar="ID", help="A window, or one occurrence: id@2026-01-02T03:00.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would become of it; write nothing.")]


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a number without a name, as containers have
        return "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Who asks for a change, and why."""

    reason: Annotated[str, typer.Option("--reason", "--why", help="Why; it stands in the ledger.")] = ""
    by: Annotated[str | None, typer.Option("--by", help="Who asks for it; without it, you.")] = None

    @property
    def author(self) -> str:
        """Who asks."""
        return self.by or _own_name()


Version = Annotated[
    str | None, typer.Option("--if-version", help="Only if the window is still at this version, as `show` says it.")
]


Platform = Annotated[str | None, typer.Option("--platform", help="The platform it speaks of.")]
Services = Annotated[str | None, typer.Option("--services", help="a,b or all.")]
Label = Annotated[
    Texts, typer.Option("--label", help="k=v or k=v,k2=v2: services with all of these labels; may be repeated.")
]
Exclude = Annotated[str | None, typer.Option("--exclude", help="a,b: services that are not meant.")]
Timezone = Annotated[str | None, typer.Option("--timezone", help="The platform's, where it is not given.")]
ImpactFlag = Annotated[str | None, typer.Option("--impact", help="none, degraded or outage.")]
Recovery = Annotated[str | None, typer.Option("--recovery", help="Slow is covered so long after it.")]
Long = Annotated[bool, typer.Option("--long", help="Longer than limits.longest_window, and meant so.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeFlags:
    """What the events of a calendar mean, which a calendar itself cannot say."""

    platform: Platform = None
    services: Services = None
    label: Label = None
    exclude: Exclude = None
    timezone: Timezone = None
    impact: ImpactFlag = None
    recovery: Recovery = None
    long: Long = False

    def keys(self) -> dict[str, object]:
        """What was given, as a file of ``config/windows`` would say it."""
        keys: dict[str, object | None] = {
            "platform": self.platform,
            "services": _services(self.services, self.label),
            "exclude": _listed(self.exclude),
            "timezone": self.timezone,
            "impact": self.impact,
            "recovery": self.recovery,
            "long": self.long or None,
        }
        return {key: value for key, value in keys.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowFlags:
    """Every key of a window but its id."""

    platform: Platform = None
    services: Services = None
    label: Label = None
    exclude: Exclude = None
    starts: Annotated[str | None, typer.Option("--starts", help="Local wall time, or an instant with Z.")] = None
    ends: Annotated[str | None, typer.Option("--ends", help="The end, which is not part of it.")] = None
    duration: Annotated[str | None, typer.Option("--duration", help="Its length instead of its end: 2h30m.")] = None
    timezone: Timezone = None
    fold: Annotated[str | None, typer.Option("--fold", help="first or second, of a time that is there twice.")] = None
    impact: ImpactFlag = None
    service_impact: Annotated[
        Texts, typer.Option("--service-impact", help="service=impact, where it differs; may be repeated.")
    ] = None
    source_url: Annotated[str | None, typer.Option("--source-url", help="Where the operator said so.")] = None
    source_text: Annotated[str | None, typer.Option("--source-text", help="What the operator said.")] = None
    declared_at: Annotated[
        str | None, typer.Option("--declared-at", help="When the operator announced it, where that is not now.")
    ] = None
    recovery: Recovery = None
    early_start_tolerance: Annotated[
        str | None, typer.Option("--early-start-tolerance", help="An outage may begin so long before it.")
    ] = None
    long: Long = False
    rrule: Annotated[str | None, typer.Option("--rrule", help="How it repeats: FREQ=WEEKLY;BYDAY=FR.")] = None
    until: Annotated[str | None, typer.Option("--until", help="The last day or local start of the repetition.")] = None
    exdate: Annotated[Texts, typer.Option("--exdate", help="A day or local start left out; may be repeated.")] = None

    def keys(self) -> dict[str, object]:
        """What was given, as a file of ``config/windows`` would say it."""
        keys: dict[str, object | None] = {
            "platform": self.platform,
            "services": _services(self.services, self.label),
            "exclude": _listed(self.exclude),
            "starts": self.starts,
            "ends": self.ends,
            "duration": self.duration,
            "timezone": self.timezone,
            "fold": self.fold,
            "impact": self.impact,
            "service_impact": dict(_pairs("--service-impact", self.service_impact)) or None,
            "declared_at": self.declared_at,
            "recovery": self.recovery,
            "early_start_tolerance": self.early_start_tolerance,
            "long": self.long or None,
            "source": self._source() or None,
            "rrule": self.rrule,
            "until": self.until,
            "exdates": self.exdate or None,
        }
        return {key: value for key, value in keys.items() if value is not None}

    def _source(self) -> Mapping[str, str]:
        given = (("url", self.source_url), ("text", self.source_text))
        return {key: text for key, text in given if text is not None}


def _listed(text: str | None) -> list[str] | None:
    return None if text is None else [item.strip() for item in text.split(",") if item.strip()]


def _pairs(flag: str, texts: Iterable[str] | None) -> Iterable[tuple[str, str]]:
    for text in texts or ():
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise typer.BadParameter(f"{printable(text)}: must read key=value", param_hint=flag)
        yield key.strip(), value.strip()


def _services(services: str | None, labels: Texts) -> object | None:
    if services == "all":
        if labels:  # silently wider than what was meant would hide an outage
            raise typer.BadParameter("is no part of all services", param_hint="--label")
        return "all"
    selectors = [{"labels": dict(_pairs("--label", text.split(",")))} for text in labels or ()]
    named: list[object] = [*(_listed(services) or ()), *selectors]
    return named or (None if services is None else [])
