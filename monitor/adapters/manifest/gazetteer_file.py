"""The keys of the gazetteer (CONTRACT section 2), what must fit together in it, and the places they become."""

from __future__ import annotations

from pydantic import Field

from monitor.adapters.manifest.fields import Country, Identity, Section, Words, Zone
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.tree import Document, Mapping, mappings
from monitor.domain.announcement.main_zones import timezone_of
from monitor.domain.catalogue import Place, PlaceService, Text


class NameSection(Section):
    """A name; in Arabic where there is one."""

    en: Words
    ar: Words | None = None


class PlaceServiceSection(Section):
    """Something that people do there."""

    id: Identity
    name: NameSection
    aliases: list[Words] = Field(default_factory=list)


class PlaceSection(Section):
    """One platform or operator."""

    id: Identity
    name: NameSection
    country: Country
    timezone: Zone | None = None
    aliases: list[Words] = Field(default_factory=list)
    services: list[PlaceServiceSection] = Field(default_factory=list)
    within: Identity | None = None


class GazetteerFile(Section):
    """``gazetteer.yaml``."""

    places: list[PlaceSection]


def check_places(document: Document, findings: Findings) -> None:
    """Note what does not fit together: ids given twice, operators that are no place, countries without a known zone."""
    listed = list(mappings(document.root.get("places") if isinstance(document.root, Mapping) else None))
    first: dict[object, int] = {}
    for index, place in listed:
        name = place.get("id")
        if isinstance(name, str) and first.setdefault(name, index) != index:
            findings.error(document, ("places", index, "id"), f"places[{first[name]}] has this id.")
    for index, place in listed:
        country, operator = place.get("country"), place.get("within")
        if isinstance(operator, str) and operator not in first:
            findings.error(document, ("places", index, "within"), "no such place.")
        if isinstance(country, str) and "timezone" not in place and timezone_of(country) is None:
            findings.error(document, ("places", index, "country"), "this country needs a timezone beside it.")


def places(file: GazetteerFile) -> tuple[Place, ...]:
    """The places as the domain keeps them."""
    return tuple(
        Place(
            id=section.id,
            name=_text(section.name),
            country=section.country,
            timezone=section.timezone or timezone_of(section.country) or "UTC",
            aliases=tuple(section.aliases),
            services=tuple(
                PlaceService(id=one.id, name=_text(one.name), aliases=tuple(one.aliases)) for one in section.services
            ),
            within=section.within,
        )
        for section in file.places
    )


def _text(section: NameSection) -> Text:
    return Text(en=section.en, ar=section.ar or section.en)
