"""Windows: listed, looked up, declared, revised, and tried without being declared."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from monitor.adapters.server.api.answers import is_known_there, place_of, say, tag, wanted_version
from monitor.adapters.server.api.bodies import Body, body_of
from monitor.adapters.server.api.caller import Attempt, attempt_of
from monitor.adapters.server.api.paging import Cursor, Place, cursor_of, page
from monitor.adapters.server.api.problems import misshapen, refused, senseless
from monitor.adapters.server.api.queries import PLATFORM, SERVICE, Query
from monitor.adapters.server.api.sources import Api
from monitor.adapters.server.api.trial import trial
from monitor.adapters.server.api.window_json import Json, Shown, announced, covered, observed, revisions, window
from monitor.domain.book import Author, Book
from monitor.domain.change import Change, Verb
from monitor.domain.errors import ConfigurationError, WindowRefusedError, WindowUnknownError
from monitor.domain.fulfilment import Fulfilment, Stage
from monitor.domain.recurrence import span

PAGE, LARGEST_PAGE = 100, 500
LONGEST_SPAN = timedelta(days=800)
_LIST = ("platform", "service", "stage", "since", "until", "limit", "cursor")
_BEFORE, _AHEAD = timedelta(days=1), timedelta(days=30)  # of now, where no span is asked for
_AROUND = timedelta(days=14)  # of a window: what followed it is looked for so long
_ENDINGS = frozenset({"verb", "by", "why"})
_REVISIONS = {verb.value: verb for verb in (Verb.REVISE, Verb.END, Verb.CANCEL, Verb.VOID)}


class Windows:
    """The paths below ``windows``."""

    def __init__(self, api: Api) -> None:
        self._of = api

    async def list(self, request: Request) -> Response:
        """A page of the windows and occurrences that touch a span, in the order of their starts."""
        query = Query(request, _LIST)
        cursor = cursor_of(text) if (text := query.any_text("cursor")) is not None else None
        since, until = self._span(query, cursor)
        limit = query.number("limit", 1, LARGEST_PAGE, PAGE)
        platform, service = query.text("platform", PLATFORM), query.text("service", SERVICE)
        stage = query.choice("stage", Stage)
        book, catalogue = self._of.desk.book, self._of.configuration().catalogue

        def answer() -> Response:
            found = [
                one
                for one in sorted(self._of.fulfilments(book, since, until), key=_place)
                if (cursor is None or _place(one) > cursor.after)
                and (platform is None or one.revision.spec.platform == platform)
                and (stage is None or one.stage is stage)
                and (service is None or service in covered(one.revision.spec, catalogue))
            ]
            shown, last = page(found, _place, limit)
            following = Cursor(since=since, until=until, after=last).written() if last else None
            rows = [window(observed(one, book, one.window_id), catalogue) for one in shown]
            return say({"windows": rows, "next_cursor": following})

        return await run_in_threadpool(answer)

    def _span(self, query: Query, cursor: Cursor | None) -> tuple[datetime, datetime]:
        now = self._of.now()
        since = query.instant("since") or (cursor.since if cursor else now - _BEFORE)
        until = query.instant("until") or (cursor.until if cursor else max(now, since) + _AHEAD)
        if until <= since:
            raise senseless("until: must come after since", "until", until.isoformat())
        if until - since > LONGEST_SPAN:
            raise senseless(f"until: at most {LONGEST_SPAN.days} days after since", "until", until.isoformat())
        return since, until

    async def get(self, request: Request) -> Response:
        """One window, or one occurrence, with every revision."""
        Query(request)
        window_id, book = request.path_params["window_id"], self._of.desk.book
        version = book.version(window_id)
        if version is None:
            raise refused(WindowUnknownError(window_id))
        headers = {"ETag": tag(version)}
        if is_known_there(request, version):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={**headers, "Cache-Control": "no-store"})

        def answer() -> Response:
            shown = self._looked_up(book, window_id)
            return say(self._told(book, shown), headers=headers)

        return await run_in_threadpool(answer)

    def _looked_up(self, book: Book, window_id: str) -> Shown:
        """A window with what was observed of it, looked for around it; the ledger is asked."""
        shown = self._announced(book, window_id)
        spans = [
            span(revision.spec, revision.spec.starts)
            for revision in book.chains.get(window_id, ())
            if revision.spec.rule is None
        ]
        since = min([shown.starts, *(starts for starts, _ in spans)]) - _AROUND
        until = max([shown.ends, *(ends for _, ends in spans)]) + _AROUND
        wanted = shown.occurrence or window_id
        found: Fulfilment | None = next(
            (one for one in self._of.fulfilments(book, since, until) if one.window_id == wanted), None
        )
        return shown if found is None else observed(found, book, window_id)

    def _announced(self, book: Book, window_id: str) -> Shown:
        shown = announced(book, window_id, self._of.configuration(), self._of.now())
        if shown is None:
            raise refused(WindowUnknownError(window_id))
        return shown

    def _told(self, book: Book, shown: Shown) -> Json:
        catalogue = self._of.configuration().catalogue
        return {**window(shown, catalogue), "revisions": list(revisions(book, shown.id, self._of.written))}

    async def declare(self, request: Request) -> Response:
        """A new window."""
        tries = Query(request, ("dry_run",)).flag("dry_run")
        body, attempt = await body_of(request), attempt_of(request)
        return await self._enter(self._declaration(body, attempt), attempt, tries=tries)

    async def preview(self, request: Request) -> Response:
        """What a declaration would cover."""
        Query(request)
        body, attempt = await body_of(request), attempt_of(request)
        return await self._enter(self._declaration(body, attempt), attempt, tries=True)

    def _declaration(self, body: Body, attempt: Attempt) -> Change:
        author = _author(body, attempt, Verb.DECLARE)
        attempt.facts["window"] = named = str(body.keys.get("id", ""))[:100]
        _forbid_words(body, ("verb", "version"))
        try:
            spec = self._of.declaration(body.text)
        except ConfigurationError as error:
            raise misshapen(error, named) from error
        return Change(verb=Verb.DECLARE, window_id=spec.id, author=author, spec=spec)

    async def revise(self, request: Request) -> Response:
        """A revision of a window, or of one occurrence."""
        tries = Query(request, ("dry_run",)).flag("dry_run")
        attempt, window_id = attempt_of(request), request.path_params["window_id"]
        attempt.facts["window"] = window_id[:100]
        body, book = await body_of(request), self._of.desk.book
        verb = _verb(body)
        author = _author(body, attempt, verb)
        changes = {}
        if verb is Verb.REVISE:
            _forbid_words(body, ("version",))
            try:
                changes = dict(self._of.changes(body.text, window_id, book))
            except ConfigurationError as error:
                raise misshapen(error, window_id) from error
        else:
            body.forbid(_ENDINGS)
        try:
            version = wanted_version(request, window_id, book.version(window_id))
        except WindowRefusedError as error:
            raise refused(error) from error
        change = Change(verb=verb, window_id=window_id, author=author, changes=changes, version=version)
        return await self._enter(change, attempt, tries=tries)

    async def _enter(self, change: Change, attempt: Attempt, *, tries: bool) -> Response:
        try:
            if tries:
                attempt.outcome = "tried"
                return say(trial(self._of, change))
            entered = await self._of.desk.change(change)
        except WindowRefusedError as error:
            raise refused(error) from error
        book = self._of.desk.book
        attempt.outcome = "unchanged" if entered.revision is None else "accepted"
        attempt.facts["window"] = entered.window_id
        status = HTTPStatus.OK if entered.revision is None else HTTPStatus.CREATED
        if entered.revision is not None and not entered.on_disk:
            status, attempt.outcome = HTTPStatus.ACCEPTED, "accepted_not_on_disk"
        shown = self._announced(book, entered.window_id)
        headers = {"ETag": tag(shown.version), "Location": place_of(entered.window_id)}
        return say(self._told(book, shown), status, headers)


def _verb(body: Body) -> Verb:
    word = body.keys.get("verb")
    verb = _REVISIONS.get(word) if isinstance(word, str) else None
    if verb is None:
        raise senseless(f"verb: must be one of {', '.join(_REVISIONS)}", "verb", str(word)[:60])
    return verb


def _author(body: Body, attempt: Attempt, verb: Verb) -> Author:
    attempt.facts["verb"] = verb.value
    author = Author(by=body.by(attempt.user or "api"), why=body.why(), origin="api")
    attempt.facts["by"] = author.by
    return author


def _forbid_words(body: Body, words: tuple[str, ...]) -> None:
    """Refuse keys that mean something elsewhere, and nothing in this body."""
    for word in words:
        if word in body.keys:
            raise senseless(f"{word}: unknown key", word, "")


def _place(one: Fulfilment) -> Place:
    return one.starts, one.window_id
