from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.manifest.findings import SECRET, key_path, shown
from monitor.adapters.manifest.tree import Substituted


def test_path_is_written_with_dots_and_brackets() -> None:
    assert key_path(("services", 1, "checks", 0, "http", "url")) == "services[1].checks[0].http.url"


def test_value_is_cut_at_sixty_characters() -> None:
    assert len(shown("x" * 58, ())) == 60
    assert len(shown("x" * 59, ())) == 60
    assert shown("x" * 59, ()).endswith("…")


def test_secrets_are_masked_wherever_they_stand() -> None:
    assert shown("Bearer x", ("http", "headers", "Authorization")) == SECRET
    assert shown({"headers": {"Authorization": "x"}}, ()) == '{"headers": "<secret>"}'
    assert shown("http://user:x@proxy.example", ("proxy_url",)) == SECRET
    assert shown("postgresql://db.example/x?user=a&password=x", ("storage", "url")) == SECRET
    assert shown(Substituted.of("x", "${TOKEN}"), ("name",)) == '"${TOKEN}"'
    assert shown("missing.token", ("api", "token_file")) == '"missing.token"'


@given(st.text())
def test_nothing_shown_can_steer_a_terminal(text: str) -> None:
    assert "\n" not in shown({text: [text]}, (text,))
