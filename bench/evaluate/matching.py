"""When a name that was read means what the label means, though the label's is free text and may be in another language.

The rule: both names are folded, cut into words without articles, and Arabic words that are common in such names are
put into English. They mean the same if they share more than half of the words of the one that has fewer, counting
only words that tell platforms apart (where one has none, at least two words of any sort, or all but the countries'),
and no other country is known. Of our side count the identity, the name as written in the text, and all names and
aliases of that identity and of the one that runs it; of the label's side, every platform it lists, with and without
what stands in brackets. Two names with no alphabet in common cannot be compared and are counted apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bench.evaluate.glossary import COUNTRIES, ENGLISH, GENERIC, singular
from bench.evaluate.labels import Label
from monitor.domain.announcement.draft import Draft
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.names import Directory

_WORD = re.compile(r"[a-z0-9]+|[ء-ي]+")
_APART = re.compile(r"\([^()]{0,80}\)")
_ARTICLE = re.compile(r"(?:[وفبك]?ال|لل)(?=[ء-ي]{2})")


class Likeness(StrEnum):
    """What comparing two names gave."""

    SAME = "same"
    OTHER = "other"
    UNCLEAR = "unclear"


def same_platform(draft: Draft, label: Label, directory: Directory) -> Likeness:
    """Whether the platform of a draft is one of those that the label lists."""
    identities = {name for name in (draft.platform, *draft.platforms) if name is not None}
    countries = {directory.country(name) for name in identities} - {None}
    if countries and label.country not in countries:
        return Likeness.OTHER
    above = {directory.within(name) for name in identities} - {None}
    names = {draft.platform_name, *(text for name in identities | above if name for text in directory.texts(name))}
    return same_names(names, label.platforms)


def same_names(names: Iterable[str], wanted: Iterable[str]) -> Likeness:
    """Whether any of ``names`` means any of ``wanted``."""
    ours, theirs = [words(name) for name in names if name], [words(_APART.sub("", name)) for name in wanted]
    theirs += [words(name) for name in wanted]
    if any(_share(one, other) for one in ours for other in theirs):
        return Likeness.SAME
    if not ours or any(_comparable(one, other) for one in ours for other in theirs):
        return Likeness.OTHER
    return Likeness.UNCLEAR


def same_service(written: str, wanted: str) -> bool:
    """Whether two wordings overlap: half of the words of the shorter one stand in the other too."""
    ours, theirs = words(written), words(wanted)
    shorter = min(len(ours), len(theirs))
    return shorter > 0 and 2 * len(ours & theirs) >= shorter


def same_zone(name: str, wanted: str, moment: str | None) -> bool:
    """Whether both zones keep the same time in the year of ``moment``: a zone has several names."""
    year = int((moment or "2025")[:4])
    midsummers = (datetime(year, month, 15) for month in (1, 7))  # noqa: DTZ001 -- wall time of either zone
    return name == wanted or all(_offset(name, at) == _offset(wanted, at) for at in midsummers)


def words(name: str) -> frozenset[str]:
    """The words of a name, as names are compared."""
    plain = (_ARTICLE.sub("", word, count=1) if _is_arabic(word) else word for word in _WORD.findall(fold(name).text))
    return frozenset(singular(ENGLISH.get(word, word)) for word in plain)


def _share(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    one, other = ours - GENERIC, theirs - GENERIC
    if not one or not other:
        alike = ours - COUNTRIES == theirs - COUNTRIES and ours - COUNTRIES
        return bool(alike) or (len(ours & theirs) > 1 and _mostly(ours, theirs))
    return _mostly(one, other)


def _mostly(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) > min(len(one), len(other))


def _comparable(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours & theirs - GENERIC) or {_is_arabic(word) for word in ours} == {_is_arabic(word) for word in theirs}


def _is_arabic(word: str) -> bool:
    return "ء" <= word[0] <= "ي"


def _offset(zone: str, at: datetime) -> timedelta | None:
    return at.replace(tzinfo=ZoneInfo(zone)).utcoffset() if zone else None
