"""One question to the API of a running monitor at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

import httpx

from monitor.adapters.remote.faults import RemoteError, RemoteSilentError, no_correction, no_decision, refusal
from monitor.adapters.remote.place import Place

_TIMEOUT = httpx.Timeout(15.0, connect=3.0)  # the monitor itself waits 5 s for its disk
_LONGEST_ANSWER = 8 * 1024 * 1024
_WINDOWS = "/api/v1/windows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the monitor made of a change: the version there is now, and how far it came."""

    window_id: str
    version: str
    status: str
    is_new: bool  # else everything was said already
    on_disk: bool  # else it is in force, and will be written


class MonitorApi:
    """The API at ``place``; nothing of the environment, proxies among it, is used."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def declare(self, body: Mapping[str, object]) -> Said:
        """Enter a new window: the keys of a window in our files, ``by`` and ``why``.

        Raises:
            WindowRefusedError: the book does not take it.
            RemoteError: it could not be asked, or refuses for another reason.
        """
        return self._change(_WINDOWS, body, str(body.get("id", "")), None)

    def revise(self, window_id: str, body: Mapping[str, object], version: str | None) -> Said:
        """Enter a revision: ``verb``, ``by``, ``why`` and the keys that change; ``version`` is what its author saw.

        Raises:
            WindowRefusedError: the book does not take it.
            RemoteError: it could not be asked, or refuses for another reason.
        """
        path = f"{_WINDOWS}/{quote(window_id, safe='@:')}/revisions"
        return self._change(path, body, window_id, version)

    def correct(self, incident_id: str, body: Mapping[str, object]) -> None:
        """Enter a correction of an incident: ``remark``, ``by`` and ``why``.

        Raises:
            IncidentUnknownError: no incident has this id.
            RemoteError: it could not be asked, or refuses.
        """
        answer = self._post(f"/api/v1/incidents/{quote(incident_id, safe='@:')}/corrections", body, None)
        if not answer.is_success:
            raise no_correction(answer.status_code, _problem(answer), incident_id)

    def receive(self, body: Mapping[str, object]) -> tuple[Mapping[str, object], bool]:
        """Have a text read: ``text``, ``published``, ``source_url``, ``by``; the drafts, and whether they are on disk.

        Raises:
            RemoteError: nothing comes of it, it could not be asked, or refuses.
        """
        answer = self._post("/api/v1/drafts", body, None)
        if not answer.is_success:
            raise no_decision(answer.status_code, _problem(answer), "")
        return _mapping(answer), answer.status_code != HTTPStatus.ACCEPTED

    def decide(self, draft_id: str, body: Mapping[str, object]) -> tuple[Mapping[str, object], bool]:
        """Decide on a draft: ``decision``, ``by``, ``why`` and keys of a window; what came of it, and whether on disk.

        Raises:
            DraftUnknownError: no draft has this id.
            WindowRefusedError: the book does not take it.
            RemoteError: somebody decided before, it could not be asked, or refuses.
        """
        answer = self._post(f"/api/v1/drafts/{quote(draft_id, safe='')}/decision", body, None)
        if not answer.is_success:
            raise no_decision(answer.status_code, _problem(answer), draft_id)
        return _mapping(answer), answer.status_code != HTTPStatus.ACCEPTED

    def _change(self, path: str, body: Mapping[str, object], window_id: str, version: str | None) -> Said:
        answer = self._post(path, body, version)
        if not answer.is_success:
            raise refusal(answer.status_code, _problem(answer), window_id, version)
        said = _mapping(answer)
        return Said(
            window_id=str(said.get("id", window_id)),
            version=answer.headers.get("etag", "").strip('"'),
            status=str(said.get("status", "")),
            is_new=answer.status_code != HTTPStatus.OK,
            on_disk=answer.status_code != HTTPStatus.ACCEPTED,
        )

    def _post(self, path: str, body: Mapping[str, object], version: str | None) -> httpx.Response:
        headers = {"Authorization": self._place.authorization} if self._place.authorization else {}
        headers |= {"If-Match": f'"{version}"'} if version is not None else {}
        verify = self._place.tls if self._place.tls is not None else False
        try:
            with (
                httpx.Client(verify=verify, trust_env=False, timeout=_TIMEOUT, base_url=self._place.url) as client,
                client.stream("POST", path, json=body, headers=headers) as answer,
            ):
                return _read(answer)
        except httpx.ConnectError as error:
            raise RemoteSilentError(f"nobody answers at {self._place.url}: {error}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            why = str(error) or type(error).__name__
            hint = "" if self._place.tls else "; if it was started with --web.config.file, say that here too"
            raise RemoteError(f"the monitor at {self._place.url} gives no answer to be read: {why}{hint}") from error


def _read(answer: httpx.Response) -> httpx.Response:
    """The answer with its body, which no monitor makes longer than this."""
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > _LONGEST_ANSWER:
            raise RemoteError(f"the answer of {answer.url} does not end")
    return httpx.Response(answer.status_code, headers=_headers(answer), content=bytes(content))


def _headers(answer: httpx.Response) -> dict[str, str]:
    wanted = ("etag", "content-type", "location")
    return {name: answer.headers[name] for name in wanted if name in answer.headers}


def _problem(answer: httpx.Response) -> Mapping[str, object]:
    return _mapping(answer) if "json" in answer.headers.get("content-type", "") else {}


def _mapping(answer: httpx.Response) -> Mapping[str, object]:
    try:
        value = answer.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
