"""Which zone a text is from where its country has several: by the states and cities it names.

Words only; which country it is, is told elsewhere.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from types import MappingProxyType

from monitor.domain.announcement.folding import Folded
from monitor.domain.announcement.main_zones import timezone_of
from monitor.domain.announcement.names.words import words_of

_PLACES = MappingProxyType(
    {
        "US": {
            "America/Chicago": "texas illinois wisconsin minnesota iowa missouri arkansas louisiana mississippi "
            "alabama oklahoma kansas nebraska tennessee chicago dallas houston austin milwaukee minneapolis "
            "memphis nashville "
            "orleans omaha tulsa dakota antonio",
            "America/Denver": "colorado utah wyoming montana idaho denver boulder boise albuquerque",
            "America/Phoenix": "arizona phoenix tucson",
            "America/Los_Angeles": "california oregon nevada angeles francisco sacramento diego portland seattle vegas "
            "oakland",
            "America/Anchorage": "alaska anchorage juneau",
            "Pacific/Honolulu": "hawaii honolulu maui",
            "America/New_York": "florida georgia ohio michigan pennsylvania virginia carolina maryland massachusetts "
            "connecticut delaware vermont maine hampshire jersey york boston atlanta philadelphia miami pittsburgh "
            "detroit cleveland columbus",
        },
        "CA": {
            "America/Vancouver": "vancouver victoria columbia bc burnaby",
            "America/Edmonton": "alberta calgary edmonton",
            "America/Regina": "saskatchewan regina saskatoon",
            "America/Winnipeg": "manitoba winnipeg",
            "America/Halifax": "halifax scotia brunswick",
            "America/St_Johns": "newfoundland labrador",
            "America/Toronto": "ontario toronto ottawa quebec montreal hamilton mississauga",
        },
        "AU": {
            "Australia/Perth": "perth",
            "Australia/Adelaide": "adelaide",
            "Australia/Brisbane": "queensland brisbane qld",
            "Australia/Darwin": "darwin",
            "Australia/Hobart": "tasmania hobart",
            "Australia/Melbourne": "victoria melbourne",
            "Australia/Sydney": "nsw sydney canberra wales",
        },
    }
)


def home_zone(folded: Folded, country: str | None) -> str | None:
    """The zone of the places in ``country`` that the text names most often; else the country's main one."""
    places = _index().get(country or "", {})
    counted = Counter(places[word.text] for word in words_of(folded.text) if word.text in places) if places else None
    return counted.most_common(1)[0][0] if counted else timezone_of(country)


@cache
def _index() -> dict[str, dict[str, str]]:
    return {
        country: {word: zone for zone, words in zones.items() for word in words.split()}
        for country, zones in _PLACES.items()
    }
