"""``marsad probe``: one look at one target, now."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import typer

from monitor.adapters import manifest
from monitor.adapters.clock import SystemClock
from monitor.app import probers
from monitor.cli.narrated import narrated, what_windows_say
from monitor.cli.observed import facts
from monitor.cli.options import DEFAULT_CONFIG, FAILED, REFUSED, UNSEEN, ConfigFile, Json, document, environ, refuse
from monitor.domain.book import Author, Book, Rules
from monitor.domain.catalogue import Check, Configuration, Platform, Settings, Text
from monitor.domain.errors import ConfigurationError
from monitor.domain.observation import Observation, Outcome
from monitor.domain.plan import Plan
from monitor.domain.printable import printable
from monitor.domain.sources import sync
from monitor.domain.target import HttpTarget
from monitor.domain.vantage import outcome_from
from monitor.domain.verdict import Verdict
from monitor.engine.judge import Judge

Target = Annotated[str, typer.Argument(help="platform/service/check, or a URL.")]
_EXIT = {Verdict.UP: 0, Verdict.DEGRADED: 0, Verdict.DOWN: FAILED}
_COLOURS = {
    Verdict.UP: "green",
    Verdict.DEGRADED: "cyan",
    Verdict.DOWN: "red",
    Verdict.BLOCKED: "yellow",
    Verdict.UNKNOWN: "white",
}
_VERDICTS = {Outcome.OK: Verdict.UP, Outcome.SLOW: Verdict.DEGRADED, Outcome.FAILED: Verdict.DOWN}


def probe(target: Target, config_file: ConfigFile = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Make one probe now and say what it saw; exit 0 up or degraded, 1 down, 3 blocked or unknown."""
    try:
        configuration = manifest.load(config_file, environ())
    except ConfigurationError as refusal:
        raise refuse(refusal) from None
    check, platform, settings = _target(configuration, target)
    observation, reachable = asyncio.run(_look(check, platform, settings))
    verdict = _verdict(observation, platform, settings, reachable=reachable)
    now = SystemClock().now()
    plan = _plan(configuration, check, now)
    if as_json:
        typer.echo(document(facts(observation, verdict, plan.covering(now) if plan else ())))
    else:
        zone = ZoneInfo(settings.timezone)
        head, *rest = narrated(observation, verdict, what_windows_say(plan, now, zone))
        typer.echo("\n".join((typer.style(head, fg=_COLOURS[verdict], bold=True), *rest)))
    code = _EXIT.get(verdict, UNSEEN)
    if code:
        raise typer.Exit(code)


def _target(configuration: Configuration, target: str) -> tuple[Check, Platform, Settings]:
    catalogue, settings = configuration.catalogue, configuration.settings
    if "://" not in target:
        check = catalogue.checks.get(target)
        if check is None:
            raise _refused(target, f"no such check; known are: {', '.join(catalogue.checks)}")
        return check, catalogue.by_platform[target.partition("/")[0]], settings
    host = _host(target)
    if host is None:
        raise _refused(target, "a URL with http or https, a host and no credentials is needed")
    return _ad_hoc(target, host, settings)


def _host(url: str) -> str | None:
    """The host of a URL that can be asked, ``None`` for any other text."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # read for its check alone
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.username or parts.password:
        return None
    return parts.hostname


def _refused(target: str, why: str) -> typer.Exit:
    """Say on stderr what is wrong with the target, without a password that stands in it; exit 2."""
    shown = re.sub("//.*@", "//<secret>@", target)
    typer.echo(f"marsad: {printable(shown)}: {why}", err=True)
    return typer.Exit(REFUSED)


def _ad_hoc(url: str, host: str, settings: Settings) -> tuple[Check, Platform, Settings]:
    """A check for a URL that stands in no file. Its host was named by hand, so it may be one of our own network."""
    check = Check(
        id="ad-hoc/url/probe",
        target=HttpTarget(url=url),
        interval=timedelta(minutes=5),
        timeout=timedelta(seconds=10),
        slow=timedelta(seconds=3),
    )
    name = Text(en=host, ar=host)
    platform = Platform(id="ad-hoc", name=name, operator=name, timezone=settings.timezone, hosts=(host,))
    return check, platform, replace(settings, own_hosts=(*settings.own_hosts, host))


async def _look(check: Check, platform: Platform, settings: Settings) -> tuple[Observation, bool]:
    prober, canary = probers(SystemClock(), settings)
    observation = await prober.probe(check, platform)
    if observation.outcome is not Outcome.FAILED or not settings.canaries:
        return observation, True
    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(canary.reachable(target)) for target in settings.canaries]
    return observation, any(task.result() for task in asked)


def _verdict(observation: Observation, platform: Platform, settings: Settings, *, reachable: bool) -> Verdict:
    outcome = outcome_from(observation, platform, settings.location)
    if outcome is Outcome.BLOCKED:
        return Verdict.BLOCKED
    if outcome is Outcome.FAILED and not reachable:
        return Verdict.UNKNOWN
    return _VERDICTS.get(outcome, Verdict.UNKNOWN)


def _plan(configuration: Configuration, check: Check, now: datetime) -> Plan | None:
    """What the files plan for the check's service; an ad-hoc URL belongs to none."""
    if check.id not in configuration.catalogue.checks:
        return None
    settings = configuration.settings
    rules = Rules(catalogue=configuration.catalogue, longest_window=settings.longest_window)
    author = Author(by="configuration", why="", origin="file")
    book, _, _ = sync(Book(), configuration.windows, now, author, rules)
    return Judge(configuration.catalogue, settings, book, now).terms(check.service_id).plan
