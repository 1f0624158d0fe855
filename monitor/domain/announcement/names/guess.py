"""The name of a platform that no list has, as the text writes it: which of the phrases in it is meant is weighed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.names.arabic import SYSTEM, arabic_names
from monitor.domain.announcement.names.english import ORDINARY, english_names
from monitor.domain.announcement.names.roles import is_aside, is_source
from monitor.domain.announcement.pattern import pattern, span_of

BEFORE_COLON = pattern(
    "names.before-colon",
    r"(?:(?:تنبيه|تنويه|بيان|إعلان|بلاغ)[ ](?:من|صادر[ ]عن)[ ])?(?P<it>[^:|\n]{2,60}?)(?=[ ]?[:|](?![0-9]))",
    "a headline's speaker, before its colon",
)
FIRST_WORDS = pattern(
    "names.first-words",
    r"(?:(?:تنبيه|تنويه|إعلان|بيان|تعميم|هام|عاجل|مهم|notice|alert|announcement)"
    r"(?:[ ](?:من|إلى|from|of|هام|مهم))?[ ]?:?[ ])?"
    r"(?P<it>(?:[^\W\d_]{2,20}[ ]?){1,3})",
    "where nothing else is there: how it begins",
)
_HEADLINE, _BESIDE, _SOURCE, _ASIDE, _BARE, _COLON = 3, 2, 2, -5, -4, 6
_ARABIC = (
    "تنويه تنبيه هام عاجل مهم بيان خبر اعلان صيانه مجدوله طاريه دوريه تحديث عطل توقف صحفي توضيح الموضوع السلام عليكم "
    "عملاءنا عملاونا الكرام الاعزاء عزيزي العميل السيد الساده من الي"
)
_NOTICES = ORDINARY | frozenset(_ARABIC.split())
_ORGANISATION = 4
_FEW = 6  # words of a speaker before a colon


def guess(folded: Folded, headline: Span, sentence: Span, cue: Span) -> Span | None:
    """Where the name stands; ``None`` where nothing looks like one. ``sentence`` is that of the words of downtime."""
    place = _Place(folded, headline, sentence, cue)
    found = [*_arabic(place), *_english(place), *_speaker(place)]
    best = max(found, key=lambda one: (one[1], -one[0].start), default=None)
    return best[0] if best is not None and best[1] >= 0 else None


def headline_name(folded: Folded, headline: Span) -> Span | None:
    """An organisation that a headline names; systems and services are as a rule somebody's."""
    for span in arabic_names(folded):
        text = folded.text[span.start : span.end]
        if span.end <= headline.end and " " in text and not SYSTEM.regex.match(text):
            return span
    organisations = (one.span for one in english_names(folded) if one.signs >= _ORGANISATION)
    return next((span for span in organisations if span.end <= headline.end), None)


def first_words(folded: Folded, headline: Span) -> Span | None:
    """How the text begins, less what says that it is a notice."""
    first = FIRST_WORDS.regex.match(folded.text, headline.start, headline.end)
    return Span(first.start("it"), first.start("it") + len(first["it"].rstrip())) if first else None


@dataclass(frozen=True, slots=True)
class _Place:
    folded: Folded
    headline: Span
    sentence: Span
    cue: Span


def _arabic(place: _Place) -> Iterator[tuple[Span, int]]:
    for span in arabic_names(place.folded):
        is_bare = " " not in place.folded.text[span.start : span.end]  # "المنصة" alone names nothing
        yield span, _weight(place, span) + (_BARE if is_bare else 0)


def _english(place: _Place) -> Iterator[tuple[Span, int]]:
    for one in english_names(place.folded):
        yield one.span, _weight(place, one.span) + one.signs


def _speaker(place: _Place) -> Iterator[tuple[Span, int]]:
    match = BEFORE_COLON.regex.match(place.folded.text, place.headline.start, place.headline.end)
    if match is None or match[0].count(" ") >= _FEW or any(char.isdigit() for char in match[0]):
        return
    if not place.cue.overlaps(span_of(match)) and not _NOTICES.issuperset(match[0].split()):
        yield span_of(match, "it"), _COLON


def _weight(place: _Place, span: Span) -> int:
    weight = _HEADLINE if span.overlaps(place.headline) else 0
    weight += _BESIDE if span.overlaps(place.sentence) else 0
    weight += _SOURCE if is_source(place.folded, span) else 0
    return weight + (_ASIDE if is_aside(place.folded, span) else 0)
