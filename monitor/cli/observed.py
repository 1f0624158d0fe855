"""How one observation is told: as JSON for programs, as a few lines for people."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from monitor.domain.observation import Evidence, HttpFacts, Observation, Phases, Reason, TlsFacts
from monitor.domain.plan import Cover
from monitor.domain.printable import printable
from monitor.domain.verdict import Verdict
from monitor.domain.window import Impact


def facts(observation: Observation, verdict: Verdict, covers: tuple[Cover, ...]) -> dict[str, Any]:
    """The document of ``marsad probe --json``: durations in seconds, absent phases absent."""
    told: dict[str, Any] = {
        "check": observation.check_id,
        "location": observation.location,
        "started_at": _rfc3339(observation.started_at),
        "verdict": verdict.value,
        "confirmed": False,
        "reason": observation.reason.value if observation.reason else None,
        "phases": _phases(observation.phases),
        "attempts": observation.attempts,
    }
    if observation.http is not None:
        told["http"] = _http(observation.http)
    if observation.tls is not None:
        told["tls"] = _tls(observation.tls)
    told["evidence"] = [_evidence(evidence) for evidence in observation.evidence]
    in_plan = any(cover.revision.spec.impact is Impact.OUTAGE for cover in covers)
    told["plan"] = {"in": in_plan, "windows": [cover.window_id for cover in covers]}
    return told


def story(told: dict[str, Any]) -> str:
    """The same for a person."""
    reason = f" ({told['reason']})" if told["reason"] else ""
    lines = [f"{told['check']} seen from {told['location']}: {told['verdict']}{reason}, one probe, not confirmed"]
    lines += [f"  {name:<10} {seconds * 1000:9.1f} ms" for name, seconds in told["phases"].items()]
    if http := told.get("http"):
        if http["status"]:
            lines.append(f"  status {http['status']}, HTTP/{http['version']}, {http['bytes']} bytes of body read")
        lines += [f"  redirected to {hop}" for hop in http["redirects"]]
    if "tls" in told:
        tls = told["tls"]
        lines.append(f"  {tls['version']} {tls['cipher']}, certificate valid until {tls.get('not_after', 'unknown')}")
    for evidence in told["evidence"]:
        wanted = f", wanted {evidence['wanted']!r}" if evidence["wanted"] else ""
        lines.append(f"  {evidence['rule']}: found {evidence['found']!r}{wanted}")
    if told["verdict"] == Verdict.UNKNOWN and told["reason"] not in {None, Reason.SELF}:
        lines.append("  every canary fails too: our own network, so this says nothing about the target")
    planned = ", ".join(told["plan"]["windows"])
    lines.append(f"  windows now: {planned}" if planned else "  no window covers this now")
    return "\n".join(printable(line) for line in lines)


def _phases(phases: Phases | None) -> dict[str, float]:
    measured = asdict(phases) if phases else {}
    return {name: round(seconds, 6) for name, seconds in measured.items() if seconds is not None}


def _http(http: HttpFacts) -> dict[str, Any]:
    return {
        "status": http.status,
        "version": http.version,
        "redirects": list(http.redirects),
        "bytes": http.body_bytes,
        "truncated": http.truncated,
    }


def _tls(tls: TlsFacts) -> dict[str, Any]:
    told: dict[str, Any] = {"version": tls.version, "cipher": tls.cipher, "verified": tls.verified}
    expiries = {"not_after": tls.not_after, "chain_not_after": tls.chain_not_after}
    return told | {name: _rfc3339(instant) for name, instant in expiries.items() if instant is not None}


def _evidence(evidence: Evidence) -> dict[str, str]:
    return {"rule": evidence.rule, "found": evidence.found, "wanted": evidence.wanted}


def _rfc3339(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
