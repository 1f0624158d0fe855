"""Reads the body of a request: JSON, one object, no longer than is sensible."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import NoReturn

from starlette.requests import Request

from monitor.adapters.server.api.problems import ProblemError, bad_request, senseless

LONGEST = 256 * 1024  # bytes
_LONGEST_BY, _LONGEST_WHY = 200, 4000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One JSON object, as text and read."""

    text: str
    keys: Mapping[str, object]

    def forbid(self, allowed: frozenset[str]) -> None:
        """Refuse every key that is not ``allowed``.

        Raises:
            ProblemError: naming the first of them.
        """
        for key in self.keys:
            if key not in allowed:
                raise senseless(f"{key}: unknown key; the keys are {', '.join(sorted(allowed))}", key, "")

    def words(self, key: str, longest: int, default: str) -> str:
        """A text that a ledger can hold.

        Raises:
            ProblemError: it is no such text.
        """
        value = self.keys.get(key, default)
        if not isinstance(value, str):
            raise senseless(f"{key}: must be a text", key, json.dumps(value)[:60])
        if len(value) > longest:
            raise senseless(f"{key}: must have at most {longest} characters", key, value[:60])
        if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
            raise senseless(f"{key}: holds a character that no text may hold", key, "")
        return value

    def by(self, default: str) -> str:
        """Who wants it, as he says himself.

        Raises:
            ProblemError: it is no text, or an empty one.
        """
        found = self.words("by", _LONGEST_BY, default)
        if not found.strip() or "\n" in found or "\r" in found:
            raise senseless("by: must be a name on one line", "by", found[:60])
        return found

    def why(self) -> str:
        """For what reason.

        Raises:
            ProblemError: it is no text.
        """
        return self.words("why", _LONGEST_WHY, "")


async def body_of(request: Request) -> Body:
    """The body of ``request``.

    Raises:
        ProblemError: it is too long, of another type, or no JSON object.
    """
    _check_type(request.headers.get("content-type", ""))
    content = await _content(request)
    try:
        text = content.decode("utf-8")
        keys = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise bad_request("the body is not UTF-8") from None
    except RecursionError:
        raise bad_request("the body nests too deeply") from None
    except json.JSONDecodeError as error:
        raise bad_request(f"the body is not JSON: {error.msg} at character {error.pos}") from None
    except ValueError as error:
        raise bad_request(f"the body is not JSON: {error}") from None
    if not isinstance(keys, dict):
        raise bad_request("the body must be a JSON object")
    return Body(text=text, keys=keys)


def _check_type(content_type: str) -> None:
    kind, _, parameters = content_type.lower().partition(";")
    charset = parameters.strip().removeprefix("charset=").strip('"')
    # A page elsewhere can make a browser send a form, and never this type without asking first: no forged requests.
    if kind.strip() != "application/json" or charset not in {"", "utf-8"}:
        problem = ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json in UTF-8")
        problem.headers["Accept-Post"] = "application/json"
        raise problem


async def _content(request: Request) -> bytes:
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LONGEST:
            problem = ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {LONGEST} bytes")
            problem.headers["Connection"] = "close"
            raise problem
    return bytes(content)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = dict(pairs)
    if len(keys) < len(pairs):
        raise ValueError("a key is given twice")
    return keys


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
