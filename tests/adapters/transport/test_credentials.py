"""Secrets come from files, are read again when those change, and nothing goes out without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.adapters.transport.credentials import authorization
from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.target import Credentials


def test_basic_credentials_are_user_and_password(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret\n")

    value = authorization(Credentials(username="reader", password_file=str(tmp_path / "secret")))

    assert value == "Basic cmVhZGVyOnMzY3JldA=="


def test_token_is_read_again_when_its_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "token"
    credentials = Credentials(bearer_token_file=str(path))

    path.write_text("first")
    first = authorization(credentials)
    path.write_text("a second one")

    assert (first, authorization(credentials)) == ("Bearer first", "Bearer a second one")


@pytest.mark.parametrize("content", [None, b"", b"\n", b"two\nlines", b"\xff\xfe", "سر".encode()])
def test_secret_that_cannot_be_sent_is_our_own_fault(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(OwnFaultError, match="secret file"):
        authorization(Credentials(bearer_token_file=str(path)))
