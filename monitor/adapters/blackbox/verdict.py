"""Whether an HTTP answer is the one that a module wants, rule by rule in blackbox_exporter's order. Pure."""

from __future__ import annotations

from monitor.adapters.blackbox.head import Answer
from monitor.adapters.blackbox.journey import Logbook
from monitor.adapters.blackbox.sections import HeaderRule, HttpSection

_LOWEST, _ABOVE = 200, 300


def status_is_valid(section: HttpSection, status: int, log: Logbook) -> bool:
    """Whether the status is among the valid ones, by default any 2xx."""
    if section.valid_status_codes:
        if status in section.valid_status_codes:
            return True
        valid = f"[{' '.join(map(str, section.valid_status_codes))}]"
        log.say("Invalid HTTP response status code", status_code=status, valid_status_codes=valid)
        return False
    if _LOWEST <= status < _ABOVE:
        return True
    log.say("Invalid HTTP response status code, wanted 2xx", status_code=status)
    return False


def version_is_valid(section: HttpSection, version: str, log: Logbook) -> bool:
    """Whether the version is among the valid ones."""
    if not section.valid_http_versions or f"HTTP/{version}" in section.valid_http_versions:
        return True
    log.complain("Invalid HTTP version number", version=f"HTTP/{version}")
    return False


def headers_are_valid(section: HttpSection, answer: Answer, log: Logbook) -> bool:
    """Whether no rule about headers speaks against the answer."""
    for rule in section.fail_if_header_matches:
        values = answer.values(rule.header.lower())
        if not values and not rule.allow_missing:
            return _missing(rule, log)
        if any(rule.regexp.found_in(value.encode("utf-8", "surrogateescape")) for value in values):
            log.complain("Header matched regular expression", header=rule.header, regexp=rule.regexp.source)
            return False
    for rule in section.fail_if_header_not_matches:
        values = answer.values(rule.header.lower())
        if not values:
            if rule.allow_missing:
                continue
            return _missing(rule, log)
        if not any(rule.regexp.found_in(value.encode("utf-8", "surrogateescape")) for value in values):
            log.complain("Header did not match regular expression", header=rule.header, regexp=rule.regexp.source)
            return False
    return True


def body_is_valid(section: HttpSection, body: bytes, log: Logbook) -> bool:
    """Whether no pattern speaks against the body."""
    for expression in section.fail_if_body_matches_regexp:
        if expression.found_in(body):
            log.complain("Body matched regular expression", regexp=expression.source)
            return False
    for expression in section.fail_if_body_not_matches_regexp:
        if not expression.found_in(body):
            log.complain("Body did not match regular expression", regexp=expression.source)
            return False
    return True


def _missing(rule: HeaderRule, log: Logbook) -> bool:
    log.complain("Missing required header", header=rule.header)
    return False
