"""Drafts: announcements are read, what they propose is listed, and a person confirms or rejects it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from http import HTTPStatus
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from monitor.adapters.server.api.answers import say
from monitor.adapters.server.api.bodies import Body, body_of
from monitor.adapters.server.api.caller import Attempt, attempt_of
from monitor.adapters.server.api.draft_json import draft_facts, entered
from monitor.adapters.server.api.paging import Cursor, Place, cursor_of, page
from monitor.adapters.server.api.problems import ProblemError, decided_before, misshapen, refused, senseless
from monitor.adapters.server.api.queries import Query, moment
from monitor.adapters.server.api.sources import Api
from monitor.domain.approval import Approval
from monitor.domain.errors import ConfigurationError, DraftDecidedError, DraftUnknownError, WindowRefusedError
from monitor.domain.proposal import Decision, Proposal, Source

PAGE, LARGEST_PAGE = 100, 500
_TEXT_KEYS = frozenset({"text", "published", "source_url", "by"})
_REJECTION = frozenset({"decision", "by", "why"})
_LONGEST_TEXT, _LONGEST_URL = 200_000, 2000  # characters
_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
_FIRST = datetime.min.replace(tzinfo=UTC)


class Drafts:
    """The paths below ``drafts``."""

    def __init__(self, api: Api) -> None:
        self._of = api

    async def list(self, request: Request) -> Response:
        """A page of the drafts, the newest in front."""
        query = Query(request, ("decision", "limit", "cursor"))
        cursor = cursor_of(text) if (text := query.any_text("cursor")) is not None else None
        decision, limit = query.choice("decision", Decision), query.number("limit", 1, LARGEST_PAGE, PAGE)
        found = [
            one
            for one in sorted(self._of.desk.drafts.values(), key=_place)
            if (decision is None or one.decision is decision) and (cursor is None or _place(one) > cursor.after)
        ]
        shown, last = page(found, _place, limit)
        following = Cursor(since=_EVER[0], until=_EVER[1], after=last).written() if last else None
        return say({"drafts": [draft_facts(self._of, one) for one in shown], "next_cursor": following})

    async def get(self, request: Request) -> Response:
        """One draft."""
        Query(request)
        return say(draft_facts(self._of, self._found(request.path_params["draft_id"])))

    async def receive(self, request: Request) -> Response:
        """A text, which is read here; what it announces waits for a decision."""
        Query(request)
        attempt = attempt_of(request)
        attempt.facts["verb"] = "draft"
        body = await body_of(request)
        body.forbid(_TEXT_KEYS)
        attempt.facts["by"] = body.by(attempt.user or "api")
        source = self._source(body)
        drafts = await run_in_threadpool(self._of.reads, source.text, self._day(source))
        known = dict(self._of.desk.drafts)
        received = [self._of.desk.receive(draft, source) for draft in drafts]
        found = {one.id: one for one in received if one is not None}
        if not found:
            why = "what it announces is declared already, or no window stands for it" if drafts else "it announces none"
            raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"no draft comes of this text: {why}", "no-draft")
        is_news = any(known.get(one.id) is not one for one in found.values())
        attempt.facts["drafts"] = " ".join(found)
        on_disk = await self._of.desk.on_disk()
        status = _status(attempt, is_news=is_news, on_disk=on_disk)
        return say({"drafts": [draft_facts(self._of, one) for one in found.values()]}, status)

    async def decide(self, request: Request) -> Response:
        """A person's decision on a draft."""
        tries = Query(request, ("dry_run",)).flag("dry_run")
        attempt, draft_id = attempt_of(request), request.path_params["draft_id"]
        attempt.facts |= {"verb": "decide", "draft": draft_id[:200]}
        body = await body_of(request)
        by, why, word = body.by(attempt.user or "api"), body.why(), body.keys.get("decision")
        attempt.facts["by"] = by
        if not isinstance(word, str) or word not in {"confirm", "reject"}:
            raise senseless("decision: must be confirm or reject", "decision", str(word)[:60])
        attempt.facts["verb"] = str(word)
        proposal = self._found(draft_id)
        try:
            if word == "reject":
                body.forbid(_REJECTION)
                return await self._reject(proposal, Approval(by=by, why=why), attempt, tries=tries)
            approval = Approval(by=by, why=why, changes=self._changes(body, proposal))
            return await self._confirm(proposal, approval, attempt, tries=tries)
        except DraftDecidedError as error:
            raise decided_before(error) from error
        except WindowRefusedError as error:
            raise refused(error) from error

    async def _confirm(self, proposal: Proposal, approval: Approval, attempt: Attempt, *, tries: bool) -> Response:
        foreseen = self._of.desk.foreseen_confirmation(proposal.id, approval)
        decided, revisions, on_disk = foreseen.proposal, foreseen.revisions, True
        if not tries:
            done = await self._of.desk.confirm(proposal.id, approval)
            decided, revisions, on_disk = done.proposal, done.revisions, done.on_disk
        answer = {
            "draft": draft_facts(self._of, decided),
            "entered": [entered(self._of, revision) for revision in revisions],
            "warnings": list(foreseen.warnings),
        }
        status = HTTPStatus.OK
        if tries:
            attempt.outcome = "tried"
        else:
            status = _status(attempt, is_news=bool(revisions), on_disk=on_disk)
        return say(answer, status, {"Location": _place_of(decided.id)})

    async def _reject(self, proposal: Proposal, approval: Approval, attempt: Attempt, *, tries: bool) -> Response:
        if tries:
            raise senseless("dry_run: a rejection changes no window", "dry_run", "true")
        done = await self._of.desk.reject(proposal.id, approval)
        attempt.outcome = "accepted"
        status = HTTPStatus.OK
        if not done.on_disk:
            status, attempt.outcome = HTTPStatus.ACCEPTED, "accepted_not_on_disk"
        answer = {"draft": draft_facts(self._of, done.proposal), "entered": [], "warnings": []}
        return say(answer, status, {"Location": _place_of(done.proposal.id)})

    def _found(self, draft_id: str) -> Proposal:
        found = self._of.desk.drafts.get(draft_id)
        if found is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, str(DraftUnknownError(draft_id)), "draft-unknown")
        return found

    def _changes(self, body: Body, proposal: Proposal) -> dict[str, object]:
        keys = {key: value for key, value in body.keys.items() if key not in _REJECTION}
        for word in ("verb", "version"):  # they mean something elsewhere
            if word in keys:
                raise senseless(f"{word}: unknown key", word, "")
        try:
            return dict(self._of.overrides(json.dumps(keys), proposal))
        except ConfigurationError as error:
            raise misshapen(error, proposal.id) from error

    def _source(self, body: Body) -> Source:
        text, url = body.words("text", _LONGEST_TEXT, ""), body.words("source_url", _LONGEST_URL, "")
        if not text.strip():
            raise senseless("text: must be the announcement", "text", text[:60])
        if url and not url.startswith(("https://", "http://")):
            raise senseless("source_url: must begin with https:// or http://", "source_url", url[:60])
        published = _published(body.words("published", 40, "")) if body.keys.get("published") is not None else None
        return Source(url=url, text=text, origin="api", received_at=self._of.now(), published=published)

    def _day(self, source: Source) -> date | None:
        """The local day that "today" in the text means."""
        published = source.published
        if not isinstance(published, datetime):
            return published
        return published.astimezone(ZoneInfo(self._of.configuration().settings.timezone)).date()


def _published(text: str) -> date | datetime:
    try:
        return moment(text)
    except ValueError as error:
        raise senseless(f"published: {error}", "published", text) from error


def _status(attempt: Attempt, *, is_news: bool, on_disk: bool) -> HTTPStatus:
    attempt.outcome = "accepted" if is_news else "unchanged"
    if is_news and not on_disk:
        attempt.outcome = "accepted_not_on_disk"
        return HTTPStatus.ACCEPTED
    return HTTPStatus.CREATED if is_news else HTTPStatus.OK


def _place(one: Proposal) -> Place:
    return _FIRST + (_EVER[1] - one.received_at), one.id


def _place_of(draft_id: str) -> str:
    return f"/api/v1/drafts/{quote(draft_id)}"
