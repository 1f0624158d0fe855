"""Announcements made up at random, each with what it says: for property tests of the reader.

`examples` draws; `announce` renders what was drawn and is a plain function. Written without a look at the reader's
rules, so that it may not agree with them by design.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tests.announcements.frames import Ending, Notation, Window, write_bounds, write_window
from tests.announcements.noise import Noise, sprinkle
from tests.announcements.notation import ClockForm, DayForm, write_day
from tests.announcements.templates import (
    BYLINES,
    FILLERS,
    HEADLINES,
    LURES,
    OWNERS,
    REASONS,
    REASONS_FIRST,
    SENTENCES,
    SERVICES,
)
from tests.announcements.vocabulary import PLATFORMS, Language, Months, Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An announcement of coming work and its window; ``ambiguous`` where a careful person would find two."""

    text: str
    language: Language
    published: date | None
    platform: str
    platform_name: str
    starts: datetime  # wall times of the platform, in whole minutes
    ends: datetime
    ambiguous: bool
    template: str
    country: str = "SA"
    timezone: str = "Asia/Riyadh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the announcement is put; the numbers count round the wordings there are."""

    notation: Notation
    template: str
    platform: int = 0
    services: int = 0
    reason: int = 0
    headline: int = 0
    filler: int = 0
    lures: tuple[int, ...] = ()
    lures_first: bool = False
    byline: bool = False
    noise: Noise = field(default_factory=Noise)


def announce(platform: Platform, window: Window, manner: Manner) -> Example:
    """The announcement of this window in this manner; the same for the same arguments."""
    language = manner.notation.language
    name = _nth(platform.names[language], manner.platform)
    sentence, doubt = _sentence(name, window, manner)
    headline = _nth(HEADLINES[language], manner.headline).format(platform=name)
    lures = [_lure(number, window, manner) for number in manner.lures]
    body = [*lures, sentence] if manner.lures_first else [sentence, *lures]
    body.append(_nth(FILLERS[language], manner.filler))
    lines = [headline, _byline(window, manner), " ".join(part for part in body if part)]
    return Example(
        text=sprinkle("\n".join(_capital(line) for line in lines if line), manner.noise),
        language=language,
        published=window.published,
        platform=platform.id,
        platform_name=name,
        starts=window.starts,
        ends=window.ends,
        ambiguous=doubt,
        template=manner.template,
    )


def _nth(words: tuple[str, ...], number: int) -> str:
    return words[number % len(words)]


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


def _ended(sentence: str) -> str:
    return _capital(sentence).replace("..", ".")  # "until 9:00 p.m." ends a sentence by itself


def _sentence(name: str, window: Window, manner: Manner) -> tuple[str, bool]:
    language = manner.notation.language
    template = SENTENCES[language][manner.template]
    slots = {
        "platform": name,
        "services": _nth(SERVICES[language], manner.services),
        "reason": _nth(REASONS[language], manner.reason),
        "reason_first": _nth(REASONS_FIRST[language], manner.reason),
        "owner": _nth(OWNERS, manner.reason),
    }
    if "{window}" in template:
        whole = write_window(window, manner.notation)
        return _ended(template.format(**slots, window=whole.text)), whole.doubt
    begin, finish = write_bounds(window, manner.notation)
    return _ended(template.format(**slots, begin=begin.text, finish=finish.text)), begin.doubt or finish.doubt


def _lure(number: int, window: Window, manner: Manner) -> str:
    language, months = manner.notation.language, manner.notation.months
    later = write_day(window.ends.date() + timedelta(days=9), DayForm.FULL, language, months=months)
    earlier = write_day(window.starts.date() - timedelta(days=40), DayForm.FULL, language, months=months)
    return _nth(LURES[language], number).format(later=later.text, earlier=earlier.text)


def _byline(window: Window, manner: Manner) -> str:
    if not manner.byline or window.published is None:
        return ""
    language, months = manner.notation.language, manner.notation.months
    return BYLINES[language].format(published=write_day(window.published, DayForm.PLAIN, language, months=months).text)


# --- drawing

_QUARTERS = 96  # of an hour, in a day
_LENGTHS = [2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 96, 130, 192, 300]  # in quarters: half an hour to three days


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """A window of half an hour to some three days, and the day it was announced if that is known."""
    day = draw(st.dates(date(2023, 1, 1), date(2028, 12, 31)))
    quarter = draw(st.one_of(st.sampled_from([0, 48, 2, 84, 92]), st.integers(0, _QUARTERS - 1)))
    starts = datetime.combine(day, datetime.min.time()) + timedelta(minutes=15 * quarter)
    ends = starts + timedelta(minutes=15 * draw(st.sampled_from(_LENGTHS)))
    lead = draw(st.none() | st.integers(0, 10))
    return Window(starts=starts, ends=ends, published=None if lead is None else day - timedelta(days=lead))


def _notations(language: Language) -> st.SearchStrategy[Notation]:
    months = [Months.GULF] if language == "en" else [Months.GULF, Months.GULF, *Months]
    return st.builds(
        Notation,
        language=st.just(language),
        day=st.sampled_from(DayForm),
        months=st.sampled_from(months),
        clock=st.sampled_from(ClockForm),
        ending=st.sampled_from(Ending),
        frame=st.integers(0, 59),
        words=st.booleans(),
    )


def _noises(language: Language, *, hard: bool) -> st.SearchStrategy[Noise]:
    if language == "en":
        return st.builds(Noise, marks=st.booleans())
    steps = [0, 0, 11, 5, 3] if hard else [0, 0, 0, 0, 11]
    return st.builds(
        Noise,
        arabic_indic=st.booleans(),
        tashkeel=st.sampled_from(steps),
        tatweel=st.sampled_from(steps),
        marks=st.booleans(),
    )


def manners(language: Language, *, hard: bool) -> st.SearchStrategy[Manner]:
    """Manners of one language; only hard ones have lures and bylines."""
    numbers = st.integers(0, 59)
    flags = st.booleans() if hard else st.just(False)
    lures = st.lists(st.sampled_from(range(len(LURES[language]))), max_size=2, unique=True).map(tuple)
    return st.builds(
        Manner,
        notation=_notations(language),
        template=st.sampled_from(sorted(SENTENCES[language])),
        platform=numbers,
        services=numbers,
        reason=numbers,
        headline=numbers,
        filler=numbers,
        lures=lures if hard else st.just(()),
        lures_first=flags,
        byline=flags,
        noise=_noises(language, hard=hard),
    )


def examples(language: Language, *, hard: bool = False) -> st.SearchStrategy[Example]:
    """Announcements of random windows in many notations; hard ones carry times that are of other things too."""
    return st.builds(announce, st.sampled_from(PLATFORMS), windows(), manners(language, hard=hard))
