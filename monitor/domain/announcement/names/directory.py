"""All names that announcements may mean, of the catalogue and of the gazetteer, ready to be looked up word by word.

Built once per configuration; it knows no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.main_zones import country_of_zone
from monitor.domain.announcement.names.words import keys_of, words_of
from monitor.domain.catalogue import Catalogue, Place, PlaceService, Platform, Text

DOORS = frozenset({"portal", "website", "site", "app", "home"})
"""Services that are the platform's front door: their aliases are names of the platform."""
_NOTHING = Text(en="", ar="")
_BY_COUNTRY = re.compile(r"[ ]\([^()]{1,60}\)\Z")  # "Ministry of Justice (Jordan)": no text writes it so


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name of a platform, or of one of its services.

    ``written`` is how it is printed. ``is_definite`` says that it begins with an article. A name that ``implies`` its
    platform names it too; other services are only looked for where the platform is named.
    """

    platform: str
    service: str | None
    written: str
    length: int  # words
    is_definite: bool
    implies: bool


@dataclass(slots=True)
class Node:
    """What may follow the words so far, and the names that are complete with them."""

    after: dict[str, Node] = field(default_factory=dict)
    complete: list[Alias] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Platforms by identity, and their names by words."""

    places: Mapping[str, Place]
    monitored: frozenset[str]
    root: Node

    def name(self, platform_id: str) -> Text:
        """The platform's name; empty for one that is not listed."""
        place = self.places.get(platform_id)
        return place.name if place else _NOTHING

    def country(self, platform_id: str) -> str | None:
        """ISO 3166-1 alpha-2, where it is known."""
        place = self.places.get(platform_id)
        return (place.country or None) if place else None

    def timezone(self, platform_id: str) -> str | None:
        """The zone that the platform's times are in, where it is known."""
        place = self.places.get(platform_id)
        return place.timezone if place else None

    def is_monitored(self, platform_id: str) -> bool:
        """Whether it is a platform of the catalogue."""
        return platform_id in self.monitored

    def within(self, platform_id: str) -> str | None:
        """The entry that runs this one."""
        place = self.places.get(platform_id)
        return place.within if place else None

    def is_part(self, platform_id: str | None, written: str) -> bool:
        """Whether a name is an alias that shares no word with the platform's own name: a part of it, by its name."""
        place = self.places.get(platform_id or "")
        if place is None or platform_id in self.monitored:
            return False
        own = {*keys_of(place.name.en), *keys_of(place.name.ar)}
        initials = iter(word[0] for word in keys_of(place.name.en))
        aliases = {keys_of(alias) for alias in place.aliases}
        is_short = all(letter in initials for letter in written.lower())  # "FAB" is First Abu Dhabi Bank itself
        return keys_of(written) in aliases and own.isdisjoint(keys_of(written)) and not is_short

    def texts(self, platform_id: str) -> tuple[str, ...]:
        """All names and aliases of the platform itself."""
        place = self.places.get(platform_id)
        return (platform_id,) if place is None else tuple(dict.fromkeys((platform_id, *_names(place))))


def directory(catalogue: Catalogue, places: Iterable[Place] = ()) -> Directory:
    """Catalogue and gazetteer as one. Of a platform that is in both, the catalogue has the word; aliases are joined."""
    listed = {place.id: place for place in places}
    known = {platform.id: _place(platform, listed.get(platform.id)) for platform in catalogue.platforms}
    root = Node()
    for place in (known | {name: one for name, one in listed.items() if name not in known}).values():
        for alias in _aliases(place):
            _enter(root, alias)
    return Directory(places=listed | known, monitored=frozenset(known), root=root)


def _place(platform: Platform, listed: Place | None) -> Place:
    doors = tuple(alias for one in platform.services if one.name_part in DOORS for alias in one.aliases)
    services = tuple(
        PlaceService(id=one.name_part, name=one.name, aliases=() if one.name_part in DOORS else one.aliases)
        for one in platform.services
    )
    return Place(
        id=platform.id,
        name=platform.name,
        country=listed.country if listed else country_of_zone(platform.timezone) or "",
        timezone=platform.timezone,
        aliases=(*doors, *(listed.aliases if listed else ())),
        services=services,
        within=listed.within if listed else None,
    )


def _names(place: Place) -> tuple[str, ...]:
    return tuple(_BY_COUNTRY.sub("", name) for name in (place.name.en, place.name.ar, *place.aliases) if name)


def _aliases(place: Place) -> Iterator[Alias]:
    own = {keys_of(name) for name in _names(place)}
    for name in dict.fromkeys(_names(place)):
        yield from _alias(place, None, name, implies=True)
    for service in place.services:
        for name in dict.fromkeys((service.name.en, service.name.ar, *service.aliases)):
            keys = keys_of(name)
            if keys in own:
                continue
            yield from _alias(place, service.id, name, implies=_holds(keys, own))


def _holds(keys: tuple[str, ...], own: set[tuple[str, ...]]) -> bool:
    """Whether a name of the platform is a part of this one ("أبشر أعمال")."""
    lengths = {len(name) for name in own}
    return any(keys[at : at + length] in own for length in lengths for at in range(len(keys) - length + 1))


def _alias(place: Place, service: str | None, name: str, *, implies: bool) -> Iterator[Alias]:
    words = words_of(fold(name).text)
    if words:
        yield Alias(
            platform=place.id,
            service=service,
            written=name,
            length=len(words),
            is_definite=words[0].text.startswith("ال"),
            implies=implies,
        )


def _enter(root: Node, alias: Alias) -> None:
    node = root
    for step in keys_of(alias.written):
        node = node.after.setdefault(step, Node())
    node.complete.append(alias)
