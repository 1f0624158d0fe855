"""A state told as a short story: headline, then paragraphs that each end with the rules that decided it.

A rule is named only where its facts are present in what had happened by the instant in question, or lies ahead as an
announced window. The names are those of SEMANTICS: ``O6``, ``W5``, ``D1``, ``section 4``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.catalogue import Text
from monitor.domain.explanation import passages
from monitor.domain.explanation.clock import CLOCK_RULES, STALL_RULES
from monitor.domain.explanation.facts import Case, Facts, case_of
from monitor.domain.explanation.limits import LIMIT_RULES
from monitor.domain.explanation.outages import OUTAGE_RULES
from monitor.domain.explanation.rule import Rule, applied
from monitor.domain.explanation.sights import SIGHT_RULES
from monitor.domain.explanation.windows import WINDOW_RULES
from monitor.domain.explanation.wording import dated
from monitor.domain.verdict import State

RULES: tuple[Rule, ...] = (*OUTAGE_RULES, *SIGHT_RULES, *WINDOW_RULES, *LIMIT_RULES, *CLOCK_RULES, *STALL_RULES)
"""Every rule that a story can name, beside the sections."""

_MEANS = {
    State.UP: Text(en="up: our probe is answered as expected", ar="تعمل: يتلقى مِجَسّنا ردًّا سليمًا"),
    State.DEGRADED: Text(
        en="degraded: our probe is answered, but slowly or not by every part", ar="متأثرة: ردود بطيئة أو من بعض الأجزاء"
    ),
    State.PLANNED_DOWNTIME: Text(
        en="planned downtime: our probe gets no working answer, and maintenance is announced",
        ar="توقف معلن: لا يتلقى مِجَسّنا ردًّا سليمًا، والصيانة معلنة",
    ),
    State.UNPLANNED_OUTAGE: Text(
        en="unplanned outage: our probe gets no working answer, and it counts as not announced",
        ar="انقطاع غير معلن: لا يتلقى مِجَسّنا ردًّا سليمًا",
    ),
    State.OVERRUN: Text(
        en="overrun: the announced end has passed, and our probe still gets no working answer",
        ar="تجاوز الموعد: انقضت النهاية المعلنة وما زال مِجَسّنا لا يتلقى ردًّا سليمًا",
    ),
    State.BLOCKED: Text(
        en="blocked: our probe is refused or challenged; visitors may well be served",
        ar="محجوبة عنا: طلبات مِجَسّنا مرفوضة، وقد تكون الخدمة متاحة للزوار",
    ),
    State.UNKNOWN: Text(en="unknown: we cannot see the service", ar="غير معروفة: لا نستطيع رؤية الخدمة"),
}


class Part(StrEnum):
    """The steps of a story, in their order."""

    SEEN = "seen"
    PLANNED = "planned"
    FOLLOWS = "follows"
    FIGURES = "figures"
    ROOT = "root"


_TITLES = {
    Part.SEEN: "What was seen",
    Part.PLANNED: "What was planned",
    Part.FOLLOWS: "What follows",
    Part.FIGURES: "Figures",
    Part.ROOT: "What it rests on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One step of the story and the rules behind it."""

    part: Part
    text: str
    rules: tuple[str, ...]

    def __str__(self) -> str:
        return f"{_TITLES[self.part]}. {self.text} [{', '.join(self.rules)}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Why a service was in a state at an instant."""

    service_id: str
    name: Text
    at: datetime
    state: State
    since: datetime
    headline: Text
    paragraphs: tuple[Paragraph, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule that is named, once each."""
        return tuple(dict.fromkeys(name for paragraph in self.paragraphs for name in paragraph.rules))


def explain(facts: Facts) -> Story:
    """Tell why the service was in its state at the instant of ``facts``."""
    case = case_of(facts)
    return Story(
        service_id=facts.service.id,
        name=facts.service.name,
        at=facts.at,
        state=case.state,
        since=case.state_since,
        headline=_headline(case),
        paragraphs=tuple(_paragraphs(case)),
    )


def _headline(case: Case) -> Text:
    service, zone = case.facts.service, case.facts.measures.timezone
    at, since, means = dated(case.at, zone), case.tell(case.state_since), _MEANS[case.state]
    return Text(
        en=f"{service.id} at {at}: {means.en}, since {since}.",
        ar=f"{service.name.ar} ({service.id}) في {at}: {means.ar}، منذ {since}.",
    )


def _paragraphs(case: Case) -> Iterator[Paragraph]:
    yield _paragraph(Part.SEEN, passages.seen(case), (*SIGHT_RULES, *STALL_RULES), case, "section 2")
    yield _paragraph(
        Part.PLANNED, passages.planned(case), (*WINDOW_RULES, *LIMIT_RULES, *CLOCK_RULES), case, "section 3"
    )
    yield _paragraph(Part.FOLLOWS, passages.follows(case), OUTAGE_RULES, case, "section 4")
    if (figures := passages.figures(case)) is not None:
        yield Paragraph(part=Part.FIGURES, text=figures, rules=("section 5",))
    if rests := [*passages.root(case)]:
        yield Paragraph(part=Part.ROOT, text=" ".join(rests), rules=("section 7",))


def _paragraph(part: Part, always: Iterable[str], rules: Sequence[Rule], case: Case, section: str) -> Paragraph:
    found = [*applied(rules, case)]
    names = dict.fromkeys(name for name, _ in found)
    return Paragraph(part=part, text=" ".join([*always, *(sentence for _, sentence in found)]), rules=(*names, section))
