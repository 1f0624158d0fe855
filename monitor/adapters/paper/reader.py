"""What a page says to one reader: words, names, lengths and instants in the reader's language and zone.

Whatever comes from outside is made printable, escaped and isolated here; only ``Markup`` leaves as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from markupsafe import Markup

from monitor.adapters.paper.texts import CITIES, REASONS, TEXTS, UNITS
from monitor.domain.calendars import Language, gregorian, hijri, hijri_numbers
from monitor.domain.catalogue import Catalogue, Text
from monitor.domain.printable import printable
from monitor.domain.report.words import word

_ISOLATED = Markup("<bdi>{}</bdi>")
_LATIN = Markup('<bdi dir="ltr">{}</bdi>')
_LENGTH = Markup('<bdi class="length" title="{} s">{}</bdi>')
_STAMP = Markup(
    '<time datetime="{}"><bdi class="clock" dir="ltr">{}</bdi> <bdi class="clock" dir="ltr">{}</bdi>'
    ' <bdi class="hijri">{}</bdi></time>'
)
_MOMENT = Markup(
    '<time datetime="{}"><bdi>{}</bdi> <bdi class="hijri">({})</bdi> <bdi class="clock" dir="ltr">{}</bdi></time>'
)
_MILLISECOND = 1000


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One reader: a language, a zone, and the catalogue that names are looked up in."""

    language: Language
    timezone: str
    catalogue: Catalogue

    @property
    def direction(self) -> str:
        """Which way the language is written."""
        return "rtl" if self.language == "ar" else "ltr"

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def say(self, key: str, **values: str | int) -> Markup:
        """A sentence or heading, of the page or of the report; values are isolated, so that none turns it around."""
        pair = TEXTS.get(key)
        return self.fill(word(key, self.language) if pair is None else self.choose(pair), **values)

    def fill(self, sentence: str, **values: str | int) -> Markup:
        """A sentence of our own with values from anywhere."""
        safe = {name: isolated(value) for name, value in values.items()}
        return Markup(sentence).format(**safe)  # noqa: S704 - the wording is our own, the values are escaped

    def choose(self, pair: tuple[str, str]) -> str:
        """English or Arabic of a pair."""
        return pair[1] if self.language == "ar" else pair[0]

    def text(self, text: Text) -> str:
        """A name of the catalogue."""
        return text.ar if self.language == "ar" else text.en

    def service(self, service_id: str) -> str:
        """A service's name; its id where the catalogue has lost it."""
        known = self.catalogue.services.get(service_id)
        return service_id if known is None else self.text(known.name)

    def platform(self, platform_id: str) -> str:
        """A platform's name; its id where the catalogue has lost it."""
        known = self.catalogue.by_platform.get(platform_id)
        return platform_id if known is None else self.text(known.name)

    def reason(self, reason: str) -> str:
        """Why a probe failed, in words; the bare word where a later version wrote one that is not known here."""
        pair = REASONS.get(reason)
        return reason if pair is None else self.choose(pair)

    def zone(self) -> str:
        """The city people name the time after, or the zone's own name."""
        pair = CITIES.get(self.timezone)
        return self.timezone if pair is None else self.choose(pair)

    def percent(self, figure: float | None) -> Markup:
        """A share in percent, or that there was no service time."""
        return self.say("none") if figure is None else self.say("percent", figure=f"{figure:.3f}")

    def length(self, span: timedelta | float | None) -> Markup:
        """A length to the second, in the reader's units; a dash where there is none. Exact seconds on hover."""
        if span is None:
            return Markup("–")
        exact = span.total_seconds() if isinstance(span, timedelta) else span
        days, rest = divmod(round(exact), 86400)
        amounts = (days, rest // 3600, rest // 60 % 60, rest % 60)
        units = UNITS[self.language]
        parts = [f"{amount}{unit}" for amount, unit in zip(amounts, units, strict=True) if amount]
        return _LENGTH.format(f"{exact:.6f}".rstrip("0").rstrip("."), " ".join(parts) or f"0{units[-1]}")

    def slip(self, span: timedelta | None) -> Markup:
        """How far from its announced instant something was: words instead of a sign, which Arabic moves about."""
        if span is None:
            return Markup("–")
        if not round(span.total_seconds()):
            return self.say("on_time")
        return self.say("late" if span > timedelta(0) else "early", length=self.length(abs(span)))

    def milliseconds(self, seconds: float | None) -> Markup:
        """A latency."""
        if seconds is None:
            return Markup("–")
        return self.say("milliseconds", number=f"{seconds * _MILLISECOND:.0f}")

    def stamp(self, at: datetime) -> Markup:
        """An instant in numbers, for tables."""
        local = at.astimezone(self._zone)
        numbers = f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}"
        return _STAMP.format(at.isoformat(), *numbers, hijri_numbers(local, self.language))

    def moment(self, at: datetime) -> Markup:
        """An instant in words."""
        local = at.astimezone(self._zone)
        words = gregorian(local, self.language), hijri(local, self.language)
        return _MOMENT.format(at.isoformat(), *words, f"{local:%H:%M}" if not local.second else f"{local:%H:%M:%S}")


def isolated(value: str | int) -> Markup:
    """A text whose direction is its own; what is markup already stays."""
    return value if isinstance(value, Markup) else _ISOLATED.format(printable(str(value)))


def latin(identity: str) -> Markup:
    """An id, host name or address: left to right wherever it stands."""
    return _LATIN.format(printable(identity))
