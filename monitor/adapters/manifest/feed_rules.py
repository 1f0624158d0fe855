"""What must fit together in a feed: its address and its kind, its services and the platforms, its pace and conduct."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from monitor.adapters.manifest.feed_section import FeedSection
from monitor.adapters.manifest.files import is_file
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.outline import Outline, PlatformOutline
from monitor.adapters.manifest.tree import Document, Path, find
from monitor.adapters.manifest.window_file import excluding
from monitor.domain.conduct import exempt, host_of
from monitor.domain.feed import FeedKind, statuspage_files

LEAST_INTERVAL = timedelta(minutes=5)

_NEEDED = ("platform", "services")
_OF_WINDOWS = ("services", "exclude", "impact", "recovery", "long")
_TAKEN = "files"  # what our own files are called where sources are listed


def check_feeds(
    main: Document, feeds: Sequence[FeedSection], own_hosts: Sequence[str], outline: Outline, findings: Findings
) -> None:
    """Note everything about the feeds that does not fit."""
    seen: set[str] = set()
    for index, feed in enumerate(feeds):
        place: Path = ("feeds", index)
        if feed.id in seen:
            findings.error(main, (*place, "id"), "another feed has this id.")
        if feed.id == _TAKEN:
            findings.error(main, (*place, "id"), "this is what the files of windows are called; take another id.")
        seen.add(feed.id)
        _check_kind(main, place, feed, findings)
        _check_address(main, place, feed, findings)
        _check_pace(main, place, feed, own_hosts, findings)
        _check_files(main, place, feed, findings)
        _check_services(main, place, feed, outline, findings)


def _check_kind(main: Document, place: Path, feed: FeedSection, findings: Findings) -> None:
    """Windows are of services; an announcement says itself which it means, and a person confirms it."""
    given = feed.model_fields_set
    if feed.kind.brings_windows:
        for key in _NEEDED:
            if key not in given:
                findings.error(main, (*place, key), "a required key is missing.")
        return
    for key in _OF_WINDOWS:
        if key in given:
            findings.error(main, (*place, key), "only ical and statuspage have this; news say it themselves.")


def _check_address(main: Document, place: Path, feed: FeedSection, findings: Findings) -> None:
    if feed.kind is FeedKind.STATUSPAGE:
        try:
            statuspage_files(feed.url)
        except ValueError as error:
            findings.error(main, (*place, "url"), str(error))
    elif feed.components:
        findings.error(main, (*place, "components"), "only a statuspage has components.")
    if feed.paths is not None and feed.kind is not FeedKind.JSON:
        findings.error(main, (*place, "paths"), "only json has paths.")


def _check_pace(main: Document, place: Path, feed: FeedSection, own_hosts: Sequence[str], findings: Findings) -> None:
    if not exempt(host_of(feed.url), own_hosts):
        if not feed.url.startswith("https://"):
            sentence = "must be an https URL: whoever is on the way could else announce windows."
            findings.error(main, (*place, "url"), sentence)
        if feed.pace < LEAST_INTERVAL:
            findings.error(main, (*place, "interval"), "must be at least 5m; the host belongs to others.")
    if feed.timeout > feed.pace:
        findings.error(main, (*place, "timeout"), "the timeout must not be longer than the interval.")


def _check_files(main: Document, place: Path, feed: FeedSection, findings: Findings) -> None:
    for key, name in (("ca_file", feed.ca_file), ("token_file", feed.token_file)):
        if name and not is_file(main, name):
            findings.error(main, (*place, key), "no such file.")


def _check_services(main: Document, place: Path, feed: FeedSection, outline: Outline, findings: Findings) -> None:
    """What a feed covers are services of one platform, at least one of them; news may be of any."""
    if feed.platform is None:
        return
    platform = outline.platforms.get(feed.platform)
    if platform is None:
        if outline.whole:
            findings.error(main, (*place, "platform"), f"feed {feed.id} names no platform that exists.")
        return
    if not platform.whole or feed.services is None:
        return
    paths = [("services",), ("exclude",), *(("components", name) for name in feed.components)]
    are_known = [_check_names(main, (*place, *path), feed, platform, findings) for path in paths]
    scope = excluding(feed.services, feed.exclude)
    if all(are_known) and not any(scope.covers(name, one.labels) for name, one in platform.services.items()):
        findings.error(main, (*place, "services"), f"feed {feed.id} covers no service.")


def _check_names(main: Document, path: Path, feed: FeedSection, platform: PlatformOutline, findings: Findings) -> bool:
    value, _, _ = find(main, path)
    unknown = [
        index
        for index, name in enumerate(value if isinstance(value, list) else ())
        if isinstance(name, str) and name not in platform.services
    ]
    for index in unknown:
        findings.error(main, (*path, index), f"feed {feed.id} names no service of {platform.id}.")
    return not unknown
