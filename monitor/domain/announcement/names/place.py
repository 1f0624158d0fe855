"""An entry of the gazetteer: a public platform that announcements speak of, monitored or not.

Facts only, as the file in ``config/`` has them.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.catalogue import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceService:
    """Something that people do there, with the words for it."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A platform or its operator; ``country`` is two letters (ISO 3166-1), ``within`` the entry that runs this one."""

    id: str
    name: Text
    country: str
    timezone: str
    aliases: tuple[str, ...] = ()
    services: tuple[PlaceService, ...] = ()
    within: str | None = None
