"""What is sent in confidence comes back in no evidence, whoever repeats it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.adapters.probes.secrecy import concealed
from monitor.domain.target import Credentials, Expect, HttpTarget, Step, TcpTarget, TextRule
from tests import faulty_server as faults
from tests.adapters.probes.looking import Looking
from tests.talking_server import Talk, talking_server

TOKEN = "tok-3f9a77c1d0"


async def repeats(exchange: faults.Exchange) -> None:
    said = "; ".join(f"{name}: {value}" for name, value in exchange.request.headers.items())
    await faults.answers(said.encode())(exchange)


@pytest.mark.parametrize("kind", ["bearer_token_file", "password_file", "header"])
async def test_page_that_repeats_a_secret_puts_none_into_evidence(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{TOKEN}\n")
    credentials = None if kind == "header" else Credentials(**{kind: str(file)})
    headers = (("X-Api-Key", TOKEN),) if kind == "header" else ()

    async with faults.faulty_server(repeats) as server:
        target = HttpTarget(
            url=server.url(), headers=headers, credentials=credentials, expect=Expect(contains=("welcome",))
        )
        seen = await Looking()(target)

    found = seen.evidence[0].found
    assert "<secret>" in found
    assert TOKEN not in found
    assert server.seen[0].headers.get("authorization", "").partition(" ")[2] not in found.split()


async def test_banner_that_repeats_a_secret_is_told_without_it() -> None:
    async def echo(talk: Talk) -> None:
        await talk.say(b"you said " + await talk.hear())
        await talk.wait_for_the_end()

    async with talking_server(echo) as server:
        rule = TextRule(source="said", find=lambda line: line if "said" in line else None)
        steps = (Step(send=f"{TOKEN}\r\n"), Step(expect=rule))
        seen = await Looking()(TcpTarget(host="127.0.0.1", port=server.port, steps=steps))

    assert seen.answer == ("you said <secret>",)


def test_secret_that_the_cut_of_a_text_goes_through_is_hidden_too() -> None:
    target = HttpTarget(url="https://portal.example/", headers=(("X-Api-Key", TOKEN),))

    assert concealed(f"key {TOKEN[:-2]}", target) == "key <secret>"
    assert concealed("key tok-", target) == "key tok-"
