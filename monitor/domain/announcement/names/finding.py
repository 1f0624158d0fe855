"""Finds the names of the directory in a text: the longest at each place, in the time of one walk over its words.

Words that are names only at times need support: a head word, quotes, the place before a headline's colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span, fold
from monitor.domain.announcement.mention import NameMention
from monitor.domain.announcement.names.arabic import is_stop
from monitor.domain.announcement.names.countries import countries_in, is_place
from monitor.domain.announcement.names.directory import Alias, Directory
from monitor.domain.announcement.names.support import COMMON, COMMON_LATIN, OFFICES, TOPICS, Support, is_doing, supports
from monitor.domain.announcement.names.words import Word, are_joined, forms, key, keys_of, words_of

_SHORT = 4  # letters of a Latin name that may as well be a word or another abbreviation
_LONGEST = 12  # words
_NEXT = re.compile("[ ](ال[ء-ي]{2,20}|وال[ء-ي]{2,20})(?![ء-ي])")
_LATIN = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """Names that a stretch of text may be; several where platforms share one."""

    span: Span
    aliases: tuple[Alias, ...]
    is_sure: bool  # needs no other place of the text


def find_names(folded: Folded, directory: Directory, without: frozenset[str] = frozenset()) -> tuple[NameMention, ...]:
    """Every platform and service that the text names, in order.

    A name that platforms of several countries share is the one of the country the text speaks of, or no one's.
    Services are found where their platform is named as well.
    """
    found = list(_walk(folded, directory, without))
    certain = {alias.platform for one in found if one.is_sure for alias in one.aliases if alias.implies}
    countries = _countries(folded, directory, found)
    found = [one for one in found if not _goes_on(folded, one, directory)]
    settled = [(one, _settle(one, directory, certain, countries)) for one in found]
    implied = [(one, alias) for one, alias in settled if alias is not None and alias.implies]
    named = {alias.platform for one, alias in implied if one.is_sure or alias.platform in certain}
    return tuple(
        NameMention(span=one.span, platform=alias.platform, service=alias.service)
        for one, alias in settled
        if alias is not None and alias.platform in named
    )


def _countries(folded: Folded, directory: Directory, found: list[_Found]) -> tuple[str, ...]:
    """Countries by their own words, then those of the platforms that are named beyond doubt."""
    sure = [one.aliases[0] for one in found if one.is_sure and len(one.aliases) == 1 and one.aliases[0].implies]
    platforms = [
        alias.platform
        for alias in sure
        if directory.is_monitored(alias.platform) or keys_of(alias.written)[0] not in OFFICES
    ]
    of_platforms = (directory.country(platform) for platform in platforms)
    return (*countries_in(folded), *(country for country in of_platforms if country))


def _settle(one: _Found, directory: Directory, certain: set[str], countries: tuple[str, ...]) -> Alias | None:
    """The one alias that is meant, if that can be told."""
    implied = [alias for alias in one.aliases if alias.implies and not _is_abroad(alias, directory, countries)]
    own = [alias for alias in one.aliases if not alias.implies and alias.platform in certain]
    if own and directory.is_monitored(own[0].platform):
        return own[0]  # "الجوازات" where Absher is spoken of: a service there, before the office of that name
    if len({alias.platform for alias in implied}) > 1:
        return _of_country(implied, directory, countries)
    return next(iter((*implied, *own)), None)


def _is_abroad(alias: Alias, directory: Directory, countries: tuple[str, ...]) -> bool:
    """Whether an office of a common name is listed for another country than those that the text speaks of.

    Where the text tells none, what every country has is no one's.
    """
    keys = keys_of(alias.written)
    if directory.country(alias.platform) in countries or directory.is_monitored(alias.platform):
        return False
    if keys[0] not in OFFICES or any(is_place(word) for word in keys):
        return False
    return bool(countries) or TOPICS.issuperset(keys)


def _goes_on(folded: Folded, one: _Found, directory: Directory) -> bool:
    """Whether the name of an office is only the beginning of another's: the ministry of *higher* education."""
    if any(alias.service or directory.is_monitored(alias.platform) for alias in one.aliases):
        return False
    after = _NEXT.match(folded.text, one.span.end)
    if after is None or keys_of(one.aliases[0].written)[0] not in OFFICES:
        return False
    return not is_place(after[1]) and not is_stop(after[1])


def _of_country(aliases: list[Alias], directory: Directory, countries: tuple[str, ...]) -> Alias | None:
    for country in countries:
        here = [alias for alias in aliases if directory.country(alias.platform) == country]
        if here:
            return next((one for one in here if directory.is_monitored(one.platform)), here[0])
    return next((alias for alias in aliases if directory.is_monitored(alias.platform)), None)


def _walk(folded: Folded, directory: Directory, without: frozenset[str]) -> Iterator[_Found]:
    words = words_of(folded.text)
    at, after = 0, -1  # ``after`` is where the last sure name ended
    while at < len(words):
        one, length = _best(folded, words, at, directory, Support(folded, after, without))
        if one is None:
            at += 1
            continue
        yield one
        if one.is_sure:
            after = one.span.end
        at += length


def _best(
    folded: Folded, words: list[Word], at: int, directory: Directory, support: Support
) -> tuple[_Found | None, int]:
    """The longest name that begins with this word and needs no more; else one that only may be a name."""
    pending: tuple[_Found | None, int] = (None, 1)
    for span, aliases, length in sorted(_candidates(folded, words, at, directory), key=lambda one: -one[2]):
        fitting = tuple(alias for alias in aliases if _fits(folded, span, alias))
        if not fitting:
            continue
        is_common = _is_common(fitting[0])
        if is_common and is_doing(folded, span):
            continue
        is_sure = not is_common or supports(support, span)
        if is_sure:
            return _Found(span, fitting, is_sure), length
        if pending[0] is None:
            pending = (_Found(span, fitting, is_sure), length)
    return pending


def _candidates(
    folded: Folded, words: list[Word], at: int, directory: Directory
) -> Iterator[tuple[Span, tuple[Alias, ...], int]]:
    for form in forms(words[at].text):
        node = directory.root.after.get(form.key)
        start, last = words[at].span.start + form.dropped, at
        while node is not None:
            length = last - at + 1
            fitting = tuple(one for one in node.complete if length > 1 or one.is_definite == form.is_definite)
            if fitting:
                yield Span(start, words[last].span.end), fitting, length
            last += 1
            if last >= len(words) or length >= _LONGEST or not are_joined(folded.text, words[last - 1], words[last]):
                break
            node = node.after.get(key(words[last].text))


def _fits(folded: Folded, span: Span, alias: Alias) -> bool:
    """Whether a short Latin name is printed as one: in capitals, or as its owner writes it."""
    if alias.length > 1 and alias.written.isascii():
        written = folded.evidence(span).text
        return written != written.lower() or alias.written == alias.written.lower()
    if not _LATIN.fullmatch(alias.written):
        return True
    if len(alias.written) > _SHORT and alias.written.lower() not in COMMON_LATIN:
        return True
    written = folded.evidence(span).text
    return written.isupper() or written == alias.written


def _is_common(alias: Alias) -> bool:
    return alias.length == 1 and fold(alias.written).text in COMMON
