"""The token of the API: read from its file, refused where it is none, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.adapters.manifest import effective, fingerprint, load, token_of
from monitor.domain.errors import ConfigurationError


def name_it(base: Path) -> None:
    with (base / "marsad.yaml").open("a", encoding="utf-8") as file:
        file.write("api: {token_file: secrets/token}\n")
    (base / "secrets").mkdir()


def test_token_file_is_found_from_the_configuration_file(base: Path) -> None:
    name_it(base)
    (base / "secrets" / "token").write_text("  s3cret-token\n", "utf-8")

    configuration = load(base / "marsad.yaml", {})

    assert configuration.settings.api_token_file == str(base / "secrets" / "token")
    assert token_of(base / "secrets" / "token") == "s3cret-token"
    assert "s3cret" not in effective(configuration) + repr(configuration)


@pytest.mark.parametrize("content", [b"", b" \n", b"two tokens\n", b"one\ntwo\n", "سر".encode(), b"\x00", b"a\x7f"])
def test_file_without_one_token_is_an_error_that_shows_nothing_of_it(base: Path, content: bytes) -> None:
    name_it(base)
    (base / "secrets" / "token").write_bytes(content)

    with pytest.raises(ConfigurationError) as caught:
        load(Path("marsad.yaml"), {})

    (problem,) = [found for found in caught.value.problems if found.severity == "error"]
    sentence = "the file must hold one token of printable ASCII characters without spaces."
    assert str(problem) == f'marsad.yaml:5: api.token_file: "secrets/token": {sentence}'


def test_file_that_is_a_folder_is_an_error(base: Path) -> None:
    name_it(base)
    (base / "secrets" / "token").mkdir()

    with pytest.raises(ConfigurationError, match=r'api\.token_file: "secrets/token": no such file'):
        load(Path("marsad.yaml"), {})


def test_new_token_is_noticed_and_is_no_part_of_the_digest_that_is_shown(base: Path) -> None:
    name_it(base)
    (base / "secrets" / "token").write_text("first", "utf-8")
    before = fingerprint(base / "marsad.yaml"), load(base / "marsad.yaml", {}).sha256
    (base / "secrets" / "token").write_text("second", "utf-8")

    after = fingerprint(base / "marsad.yaml"), load(base / "marsad.yaml", {}).sha256

    assert after[0] != before[0]
    assert after[1] == before[1]
