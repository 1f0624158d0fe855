"""Time zones of an announcement: ET, "Saudi time", بتوقيت مكة المكرمة, UTC+3, "local time".

Abbreviations are words of other languages or of other matters too (est, ist, GST): they count in capitals, beside an
hour. What zone a platform keeps, and what to do where the text has another one, is not known here.
"""

from __future__ import annotations

import re

from monitor.domain.announcement.clock.numbers import choice
from monitor.domain.announcement.clock.regions import ABBREVIATIONS, ELSEWHERE, PLACES, at_offset
from monitor.domain.announcement.folding import Folded, Span, fold
from monitor.domain.announcement.mention import ZoneMention
from monitor.domain.announcement.pattern import Pattern, allowed, pattern, span_of

_ZONES = {fold(place).text: zone for places, zone in PLACES.items() for place in places.split("|")}
_ENGLISH = choice(place for place in _ZONES if place.isascii())
_ARABIC = choice(place for place in _ZONES if not place.isascii() and not (place.startswith("ال") and place[-1] == "ي"))
_ADJECTIVES = choice(place for place in _ZONES if place.startswith("ال") and place[-1] == "ي")

OFFSET = pattern(
    "zone.offset",
    r"(?<![^\W\d_])(?:(?:ب?توقيت[ ])?(?:utc|gmt|greenwich|غرينتش|جرينتش)[ ]?(?:time[ ])?|(?<=:\d\d)|(?<=:\d\d[ ]))"
    r"(?:(?<![ ])(?P<minus>[–-])|(?P<sign>[+±])[ ]?)(?P<h>1[0-4]|0?\d)"
    r"(?:(?P<m>:?[0-5]\d)|[.](?P<tenths>5))?(?![\d:]|[ ]?(?:[ap][.]?m|utc|gmt))(?:[ ](?:hours|ساعات))?",
    "UTC+3, GMT +05:30, 2025-12-05T00:00+03:00; the sign alone needs two digits on either side of a colon",
)
ZULU = pattern("zone.zulu", r"(?<=\d:\d\d)z(?![a-z\d])", "2025-12-05T00:00Z")
ABBREVIATION = pattern(
    "zone.abbreviation",
    rf"(?<![a-z@/.&-]){choice(word for word in ABBREVIATIONS if word != 'ksa')}(?![a-z@&]|[ ]?[+±][ ]?\d)",
    "8 p.m. ET, midnight AEST, 23:00 UTC, all times in IST; not the est of other languages",
)
PLACE_TIME = pattern(
    "zone.place-time",
    rf"(?<![a-z]){_ENGLISH}(?:[ ](?P<season>standard|daylight|summer|winter))?(?:[ ]local)?[ ]time(?![a-z])",
    "Eastern Time, KSA time, Gulf Standard Time; not 'the first time in Kuwait'",
)
SHORT_NAME = pattern(
    "zone.short-name",
    r"(?:(?<=[ap]m[ ])|(?<=[ap][.]m[.][ ])|(?<=noon[ ])|(?<=night[ ])|(?<=m[ ][(])|(?<=m[.][ ][(]))"
    r"(?P<place>eastern|central|mountain|pacific)(?![a-z])",
    "8 p.m. Eastern; not Eastern Province",
)
LOCAL_TIME = pattern(
    "zone.local-time",
    r"(?<![a-z])(?:your[ ])?local[ ](?:standard[ ])?time(?![a-z])",
    "9 am local time: the platform's own",
)
ARABIC_PLACE = pattern(
    "zone.arabic-place",
    rf"(?<!\w)و?(?:(?:ب|حسب[ ]|وفق[ ]|بحسب[ ]|وفقا[ ]ل)?توقيت[ ]{{1,2}}(?:(?:مدينه|دوله|العاصمه)[ ])?{_ARABIC}"
    rf"(?:[ ](?P<season>الصيفي|الشتوي))?(?!\w)"
    rf"|(?:بال|حسب[ ]ال|وفق[ ]ال)توقيت[ ](?:المحلي[ ])?(?:لل|ل)?(?:مدينه[ ])?"
    rf"(?P<adjective>{_ADJECTIVES}|{_ARABIC})(?!\w))",
    "بتوقيت مكة المكرمة, بالتوقيت السعودي, بتوقيت غرينتش",
)
ARABIC_LOCAL = pattern(
    "zone.arabic-local",
    r"(?<!\w)و?(?:بال|حسب[ ]ال|وفق[ ]ال|وفقا[ ]لل)توقيت[ ]المحلي(?!\w)",
    "بالتوقيت المحلي: the platform's own",
)
ARABIC_SEASON = pattern(
    "zone.arabic-season",
    r"(?<!\w)(?<!العمل[ ])و?(?:بال|حسب[ ]ال|وفق[ ]ال)توقيت[ ](?P<season>الصيفي|الشتوي)(?!\w)",
    "بالتوقيت الصيفي: no zone, only the season; not بدء التوقيت الصيفي",
)
PATTERNS = (
    OFFSET,
    ZULU,
    ABBREVIATION,
    PLACE_TIME,
    SHORT_NAME,
    LOCAL_TIME,
    ARABIC_PLACE,
    ARABIC_LOCAL,
    ARABIC_SEASON,
)

_SUMMER = frozenset({"daylight", "summer", "الصيفي"})
_WITH_SUMMER = ("America/", "Australia/", "Europe/", "Pacific/Auckland", "Africa/Cairo", "Asia/Beirut")
_AMMAN, _MUSCAT = "عمان", "عُ"  # the vowel sign alone tells the two apart
_ALSO_WORDS = frozenset({"mt", "gst", "cat", "eat", "ict", "wat", "west", "wet", "ast", "hst", "pht", "npt"})
_TIME = r"(?:[ap][.]?[ ]?m[.]?|\d[:.]\d\d(?::\d\d)?|noon|midday|midnight|o'clock|hrs?|hours|(?<!\d)[012]\d[0-5]\d)"
_JUST_BEFORE = re.compile(
    rf"(?:{_TIME}[ ]{{0,2}}[(,/]?[ ]?|times?(?:[ ](?:are|is|shown|given|zone|all|stated)){{0,2}}(?:[ ]in)?:?[ ])\Z"
)
_NEAR_BEFORE = re.compile(_TIME)
_AFTER = re.compile(r"[ )]{0,2}(?:on[ ]|time|[-–—]|[.,;)\n]|to[ ]|until|\d|\Z)")
_NEAR, _DIGIT_NEAR, _COUNTRY_NEAR = 44, 18, 1_500


def find_zones(folded: Folded, without: frozenset[str] = frozenset()) -> tuple[ZoneMention, ...]:
    """The zones that are written in the text, in their order; none of them overlap."""
    found = [
        mention
        for one in allowed(PATTERNS, without)
        for match in one.find(folded)
        if (mention := _mention(one, match, folded)) is not None
    ]
    kept: list[ZoneMention] = []
    for mention in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if not kept or kept[-1].span.end <= mention.span.start:
            kept.append(mention)
    return tuple(kept)


def _mention(rule: Pattern, match: re.Match[str], folded: Folded) -> ZoneMention | None:
    span = span_of(match)
    meant = _meant(rule, match, folded)
    if meant is None:
        return None
    zone, standard = meant
    return ZoneMention(span=span, rule=rule.name, zone=zone, written=folded.evidence(span).text, standard=standard)


def _meant(rule: Pattern, match: re.Match[str], folded: Folded) -> tuple[str, bool | None] | None:
    if rule is ABBREVIATION:
        return _abbreviation(match, folded)
    if rule is OFFSET:
        return _offset(match)
    if rule is ZULU:
        return "UTC", None
    if rule is ARABIC_LOCAL or rule is LOCAL_TIME:
        return "", None
    season = match.groupdict().get("season")
    zone = "" if rule is ARABIC_SEASON else _place(match, folded.evidence(span_of(match)).text)
    return zone, season not in _SUMMER if season and (not zone or zone.startswith(_WITH_SUMMER)) else None


def _place(match: re.Match[str], written: str) -> str:
    words = match.group().replace("  ", " ")
    place = max((place for place in _ZONES if _has(words, place)), key=len)
    return "Asia/Muscat" if place == _AMMAN and _MUSCAT in written else _ZONES[place]


def _has(words: str, place: str) -> bool:
    return re.search(rf"(?:(?<!\w)|(?<=\bلل)|(?<=\bل)|(?<=\bبال)){re.escape(place)}(?!\w)", words) is not None


def _offset(match: re.Match[str]) -> tuple[str, bool | None] | None:
    minutes = 30 if match["tenths"] else int((match["m"] or "0").removeprefix(":"))
    is_named = match.group()[0] not in "+±–-"
    if not is_named and (match["m"] is None or len(match["h"]) == 1 or match["minus"]):
        return None  # "10:00-11" is a range of hours
    zone = at_offset(-int(match["h"]) if match["minus"] else int(match["h"]), minutes)
    return (zone, None) if zone is not None else None


def _abbreviation(match: re.Match[str], folded: Folded) -> tuple[str, bool | None] | None:
    word, start = match.group(), match.start()
    if not folded.evidence(Span(start, match.end())).text.isupper() or not _stands_by_an_hour(match, folded):
        return None
    nearby = folded.text[max(0, start - _COUNTRY_NEAR) : start + _COUNTRY_NEAR] if word in ELSEWHERE else ""
    for words, zone, standard in ELSEWHERE.get(word, ()):
        if re.search(words, nearby):
            return zone, standard
    return ABBREVIATIONS[word]


def _stands_by_an_hour(match: re.Match[str], folded: Folded) -> bool:
    before = folded.text[max(0, match.start() - _NEAR) : match.start()]
    if _JUST_BEFORE.search(before):
        return True
    short = len(match.group()) == len("et")
    if match.group() in _ALSO_WORDS or (short and not _AFTER.match(folded.text, match.end())):
        return False
    return bool(re.search(r"\d", before[-_DIGIT_NEAR:])) and _NEAR_BEFORE.search(before) is not None
