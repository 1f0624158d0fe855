"""What a check wants of DNS answers: response code, records, patterns, and that resolvers agree. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.domain.classification import EXCERPT_LENGTH, Judgement
from monitor.domain.observation import Evidence, Outcome, Reason
from monitor.domain.printable import printable
from monitor.domain.target import DnsTarget

_NO_ERROR = "NOERROR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one resolver said; ``records`` are the data of the records asked for, sorted."""

    resolver: str
    rcode: str
    records: tuple[str, ...]

    def shown(self) -> list[str]:
        """The records as they may be stored; digits stay, since a zone's serial is no person's number."""
        return [printable(record)[:EXCERPT_LENGTH] for record in self.records]

    def summary(self) -> str:
        """The whole answer in one line of evidence."""
        said = ", ".join(self.shown()) or "no record"
        code = "" if self.rcode == _NO_ERROR else f"{self.rcode}, "
        return f"{self.resolver}: {code}{said}"[:EXCERPT_LENGTH]


def missed(heard: Heard, target: DnsTarget) -> Iterator[Judgement]:
    """Every expectation that one answer misses; a code that is not wanted says all."""
    if heard.rcode not in target.rcodes:
        found = f"{heard.resolver}: {heard.rcode}"
        yield _failed(Reason.DNS, Evidence(rule="expect.rcode", found=found, wanted=" or ".join(target.rcodes)))
        return
    if heard.rcode == _NO_ERROR and not heard.records:
        found = f"{heard.resolver}: no record"
        yield _failed(Reason.EXPECT, Evidence(rule="expect.record", found=found, wanted=f"a {target.record} record"))
        return
    yield from (_failed(Reason.EXPECT, evidence) for evidence in _rules(heard, target))


def disagreement(heard: Sequence[Heard]) -> Iterator[Judgement]:
    """The answers of all resolvers, when they are not the same."""
    if len({(one.rcode, one.records) for one in heard}) > 1:
        yield _failed(
            Reason.EXPECT, *(Evidence(rule="expect.agree", found=one.summary(), wanted="the same") for one in heard)
        )


def failure(failures: Sequence[Judgement]) -> Judgement | None:
    """All failures as one: the reason of the first, the evidence of all."""
    if not failures:
        return None
    first = failures[0]
    evidence = tuple(one for failed in failures for one in failed.evidence)
    return Judgement(outcome=first.outcome, reason=first.reason, evidence=evidence)


def _rules(heard: Heard, target: DnsTarget) -> Iterator[Evidence]:
    present = {_canonical(record) for record in heard.records}
    for wanted in target.contains:
        if _canonical(wanted) not in present:
            yield Evidence(rule="expect.contains", found=heard.summary(), wanted=wanted)
    for rule in target.matches:
        if not any(rule.find(record) is not None for record in heard.records):
            yield Evidence(rule="expect.matches", found=heard.summary(), wanted=rule.source)
    for rule in target.not_matches:
        if any(rule.find(record) is not None for record in heard.records):
            yield Evidence(rule="expect.not_matches", found=heard.summary(), wanted=f"nothing like {rule.source}")


def _canonical(record: str) -> str:
    """Names with and without the root's dot are one, and so are their cases."""
    return record.lower().rstrip(".")


def _failed(reason: Reason, *evidence: Evidence) -> Judgement:
    return Judgement(outcome=Outcome.FAILED, reason=reason, evidence=evidence)
