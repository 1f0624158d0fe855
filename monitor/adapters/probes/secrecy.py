"""What a probe sends in confidence and must not tell: a page or a banner may repeat it, and evidence is stored.

Knows which parts of a target are secret; whether a text is worth showing at all is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.adapters.transport.credentials import authorization
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.observation import Evidence
from monitor.domain.target import Credentials, HttpTarget, Target, TcpTarget

_CONCEALED = "<secret>"
_SHORTEST = len(_CONCEALED)  # what is shorter says nothing that is worth hiding, and stands in any page
_SHORTEST_LINE = 12  # of a conversation; its shorter lines are commands, which servers like to list


def concealed_evidence(evidence: tuple[Evidence, ...], target: Target) -> tuple[Evidence, ...]:
    """``evidence`` without what ``target`` sends in confidence."""
    return tuple(replace(one, found=concealed(one.found, target)) for one in evidence)


def concealed(text: str, target: Target) -> str:
    """``text`` without what ``target`` sends in confidence, whole or cut by the end of the text; never longer."""
    for secret in _secrets(target):
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, _CONCEALED)
            lengths = range(len(secret) - 1, _SHORTEST - 1, -1)
            cut = next((length for length in lengths if text.endswith(secret[:length])), 0)
            text = text[:-cut] + _CONCEALED if cut else text
    return text


def _secrets(target: Target) -> Iterator[str]:
    if isinstance(target, HttpTarget):
        yield from (value.strip() for _, value in target.headers)
        if target.credentials is not None:
            yield from _of_credentials(target.credentials)
    elif isinstance(target, TcpTarget):
        said = (step.send.strip() for step in target.steps if step.send is not None)
        yield from (line for line in said if len(line) >= _SHORTEST_LINE)


def _of_credentials(credentials: Credentials) -> Iterator[str]:
    try:
        scheme_and_secret = authorization(credentials)
    except OwnFaultError:
        return  # nothing was sent either
    yield scheme_and_secret.partition(" ")[2]
