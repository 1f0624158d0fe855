"""Turns a platform's file, once it is known to be right, into the catalogue's facts."""

from __future__ import annotations

from dataclasses import replace

from monitor.adapters.manifest.platform_file import (
    CheckSection,
    DependencySection,
    PlatformFile,
    ServiceSection,
    TextSection,
)
from monitor.adapters.manifest.settings_file import DefaultsSection
from monitor.adapters.manifest.target_assembly import target
from monitor.domain.catalogue import Check, ConfirmationPolicy, Dependency, Platform, Service, Text

_OF_POLICY = ("down_after", "up_after", "down_share", "recheck")


def platform(file: PlatformFile, defaults: DefaultsSection, *, timezone: str, folder: str) -> Platform:
    """The platform with its services; ``timezone`` stands in for a missing one, ``folder`` is where the file lies."""
    return Platform(
        id=file.platform,
        name=text(file.name),
        operator=text(file.operator) if file.operator else Text(en="", ar=""),
        timezone=file.timezone or timezone,
        hosts=tuple(file.hosts),
        reachable_from=tuple(file.reachable_from),
        services=tuple(_service(section, file, defaults, folder) for section in file.services),
    )


def text(section: TextSection) -> Text:
    """A name in both languages."""
    return Text(en=section.en, ar=section.ar)


def source_id(inferred_from: str, platform_id: str) -> str:
    """``platform/service`` of the service that another one is inferred from."""
    return inferred_from if "/" in inferred_from else f"{platform_id}/{inferred_from}"


def _service(section: ServiceSection, file: PlatformFile, defaults: DefaultsSection, folder: str) -> Service:
    identity = f"{file.platform}/{section.id}"
    warning = section.certificate_warning
    return Service(
        id=identity,
        name=text(section.name),
        tier=section.tier,
        aliases=tuple(section.aliases),
        labels=dict(section.labels),
        needs=section.needs,
        checks=tuple(_check(check, identity, defaults, folder) for check in section.checks),
        inferred_from=source_id(section.inferred_from, file.platform) if section.inferred_from else None,
        depends_on=_edges(identity, file.depends_on, section.depends_on),
        objective=defaults.objective if section.objective is None else section.objective,
        certificate_warning=defaults.certificate_warning if warning is None else warning,
        quorum=section.quorum or defaults.quorum,
    )


def _edges(identity: str, general: list[DependencySection], own: list[DependencySection]) -> tuple[Dependency, ...]:
    """The platform's edges, with the service's own in place of those to the same target; never one to itself."""
    edges = {edge.service: edge.strength for edge in general if edge.service != identity}
    edges |= {edge.service: edge.strength for edge in own}
    return tuple(Dependency(service_id=target, strength=strength) for target, strength in edges.items())


def _check(section: CheckSection, service_id: str, defaults: DefaultsSection, folder: str) -> Check:
    return Check(
        id=f"{service_id}/{section.id}",
        target=target(section, folder),
        interval=section.interval or defaults.interval,
        timeout=section.timeout or defaults.timeout,
        slow=section.slow or defaults.slow,
        depth=section.depth,
        policy=_policy(section, defaults.policy),
        proxy_url=section.proxy_url,
    )


def _policy(section: CheckSection, default: ConfirmationPolicy) -> ConfirmationPolicy:
    if section.model_fields_set.isdisjoint(_OF_POLICY):
        return default  # one for all checks that say nothing of their own
    share = section.down_share
    return replace(
        default,
        down_after=section.down_after or default.down_after,
        up_after=section.up_after or default.up_after,
        share_of=share.of if share else default.share_of,
        share_ratio=share.ratio if share else default.share_ratio,
        recheck=section.recheck or default.recheck,
    )
