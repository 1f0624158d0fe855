"""The gazetteer is read where it is named, refused whole where it is wrong, and nobody needs one."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.adapters.manifest import effective, fingerprint, load
from monitor.domain.catalogue import Place, PlaceService, Text
from monitor.domain.errors import ConfigurationError

SHIPPED = Path(__file__).parents[3] / "config" / "marsad.yaml"
PLACES = """\
places:
  - id: egypt-post
    name: {en: Egypt Post, ar: البريد المصري}
    country: EG
    aliases: [هيئة البريد]
    services: [{id: savings, name: {en: Savings}, aliases: [حسابات التوفير]}]
  - {id: ca-dmv, name: {en: California DMV}, country: US, timezone: America/Los_Angeles, within: egypt-post}
"""
WRONG = """\
places:
  - {id: one, name: {en: One}, country: SA, url: https://one.example}
  - {id: one, name: {en: Other}, country: SA}
  - {id: two, name: {ar: اثنان}, country: SA}
  - {id: three, name: {en: Three}, country: sa, timezone: Asia/Nowhere}
  - {id: four, name: {en: Four}, country: AQ, within: nobody}
"""


def named(base: Path, text: str) -> Path:
    (base / "names").mkdir()
    (base / "names" / "places.yaml").write_text(text, "utf-8")
    with (base / "marsad.yaml").open("a") as file:
        file.write("gazetteer: names/places.yaml\n")
    return base / "marsad.yaml"


def test_places_are_read_with_the_zone_of_their_country(base: Path) -> None:
    post, dmv = load(named(base, PLACES), {}).gazetteer

    assert post == Place(
        id="egypt-post",
        name=Text(en="Egypt Post", ar="البريد المصري"),
        country="EG",
        timezone="Africa/Cairo",
        aliases=("هيئة البريد",),
        services=(PlaceService(id="savings", name=Text(en="Savings", ar="Savings"), aliases=("حسابات التوفير",)),),
    )
    assert (dmv.timezone, dmv.within, dmv.name.ar) == ("America/Los_Angeles", "egypt-post", "California DMV")


def test_wrong_gazetteer_is_refused_with_every_problem(base: Path) -> None:
    named(base, WRONG)

    with pytest.raises(ConfigurationError) as caught:
        load(Path("marsad.yaml"), {})

    unknown_zone = "unknown time zone; use an IANA name such as Asia/Riyadh."
    assert [str(problem) for problem in caught.value.problems] == [
        'names/places.yaml:2: places[0].url: "https://one.example": unknown key.',
        'names/places.yaml:3: places[1].id: "one": places[0] has this id.',
        "names/places.yaml:4: places[2].name.en: null: a required key is missing.",
        'names/places.yaml:5: places[3].country: "sa": must be a country code of two capital letters, such as SA.',
        f'names/places.yaml:5: places[3].timezone: "Asia/Nowhere": {unknown_zone}',
        'names/places.yaml:6: places[4].country: "AQ": this country needs a timezone beside it.',
        'names/places.yaml:6: places[4].within: "nobody": no such place.',
    ]


@pytest.mark.parametrize("text", ["", "[]", "places: {}", "places: [1]", "places: [{id: [], within: {}}]"])
def test_gazetteer_of_another_shape_is_refused(base: Path, text: str) -> None:
    named(base, text)

    with pytest.raises(ConfigurationError) as caught:
        load(Path("marsad.yaml"), {})

    assert {problem.file for problem in caught.value.problems} == {"names/places.yaml"}


def test_change_of_the_gazetteer_is_noticed(base: Path) -> None:
    path = named(base, PLACES)

    loaded = load(path, {})

    assert fingerprint(path) == loaded.sha256
    (base / "names" / "places.yaml").write_text("places: []\n")
    assert fingerprint(path) != loaded.sha256


def test_nobody_needs_a_gazetteer(base: Path) -> None:
    assert load(base / "marsad.yaml", {}).gazetteer == ()


def test_configuration_in_force_is_shown_without_the_names(base: Path) -> None:
    shown = effective(load(named(base, PLACES), {}))

    assert "Egypt Post" not in shown
    assert "gazetteer" not in shown


def test_shipped_gazetteer_knows_the_platforms_that_are_watched() -> None:
    configuration = load(SHIPPED, {})

    listed = {place.id for place in configuration.gazetteer}

    assert len(listed) > 250
    assert set(configuration.catalogue.by_platform) <= listed
