"""What the book does not take, and what it takes only just: W8, W13 and W14 (SEMANTICS section 6)."""

from __future__ import annotations

from monitor.domain.explanation.facts import Case, Refusal
from monitor.domain.explanation.rule import Found, Rule
from monitor.domain.explanation.wording import length


def _refused(case: Case, keys: frozenset[str]) -> Found:
    refusal = next((r for r in case.facts.refusals if r.error.key_path in keys and _is_ours(r, case)), None)
    if refusal is None:
        return None
    return {"window": refusal.error.window_id, "at": case.tell(refusal.at), "why": refusal.error.sentence}


def _is_ours(refusal: Refusal, case: Case) -> bool:
    """Whether it happened by then and may have meant this service; of an undeclared window nobody knows the scope."""
    chain = case.facts.book.chains.get(refusal.error.window_id)
    ours = chain is None or chain[-1].spec.platform == case.facts.service.platform_id
    return ours and refusal.at <= case.at


def _as_long_as_allowed(case: Case) -> Found:
    limit = case.facts.measures.longest_window
    for life in (life for life in case.lives if life.concerns):
        stage = life.standing
        if stage is not None and stage.ends - stage.starts == limit:
            return {"window": life.window_id, "limit": length(limit), "so": "exactly the limit, which is allowed"}
        if stage is not None and stage.ends - stage.starts > limit:
            return {
                "window": life.window_id,
                "limit": length(limit),
                "so": "longer than the limit, and says `long: true`",
            }
    return None


LIMIT_RULES = (
    Rule(
        name="W8",
        applies=lambda case: _refused(case, frozenset({"status"})),
        sentence="A change of window {window} was refused at {at}: {why}.",
    ),
    Rule(
        name="W13",
        applies=lambda case: _refused(case, frozenset({"ends", "rrule"})),
        sentence="Window {window} was refused at {at}: {why}. What stood before stands.",
    ),
    Rule(
        name="W13",
        applies=_as_long_as_allowed,
        sentence="Window {window} is {so} (`limits.longest_window`: {limit}).",
    ),
    Rule(
        name="W14",
        applies=lambda case: _refused(case, frozenset({"platform", "services", "exclude"})),
        sentence="Window {window} was refused at {at}: {why}. What stood before stands, and it never means everything.",
    ),
)
