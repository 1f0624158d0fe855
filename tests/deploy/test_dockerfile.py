# What a reviewer would ask of the Dockerfile, and that what carries it out refuses what it does not know.
from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path, PurePosixPath

import pytest

from tests.deploy.dockerfile import Builder, Ignore, Image, NotUnderstoodError, instructions
from tests.e2e.program import ROOT

HADOLINT = Path(sys.executable).parent / "hadolint"
TEXT = (ROOT / "Dockerfile").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def rests(word: str) -> list[str]:
    return [instruction.rest for instruction in instructions(TEXT) if instruction.word == word]


def test_hadolint_has_nothing_to_say() -> None:
    if not HADOLINT.exists():
        pytest.skip("hadolint comes with `make setup`, but not on Linux on ARM")

    done = subprocess.run(
        [HADOLINT, "--no-color", ROOT / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_stages_begin_at_one_base_that_can_be_chosen() -> None:
    first = instructions(TEXT)[0]

    assert first.word == "ARG"
    assert first.rest.startswith("BASE=")
    assert not first.rest.endswith((":latest", "="))
    assert rests("FROM") == ["${BASE} AS build", "${BASE}"]


def test_nothing_is_fetched_but_by_pip_and_all_of_that_by_hash() -> None:
    commands = [command.strip() for rest in rests("RUN") for command in rest.split("&&")]
    installs = [command for command in commands if " install " in command and "pip" in command]

    assert rests("ADD") == []
    assert [rest for rest in rests("COPY") if "://" in rest] == []
    assert [command for command in commands if command.startswith(("curl", "wget", "apt"))] == []
    assert len(installs) == 3
    for command in installs:
        assert "--require-hashes" in command or "--no-index --no-deps" in command, command


def test_image_ends_as_a_user_by_number() -> None:
    last_of_each = {instruction.word: instruction.rest for instruction in instructions(TEXT)}

    assert last_of_each["USER"] == "65532:65532"
    assert instructions(TEXT)[-1].word == "CMD"
    assert json.loads(last_of_each["ENTRYPOINT"]) == ["/opt/marsad/bin/marsad"]


def test_version_is_that_of_the_project() -> None:
    assert f"VERSION={PROJECT['version']}" in rests("ARG")


def test_build_sees_what_is_shipped_and_nothing_else(tmp_path: Path) -> None:
    shipped = ["pyproject.toml", "monitor/app.py", "config/platforms/a.yaml", "build/wheelhouse/a.whl", "LICENSE"]
    kept_out = [
        *(".env", ".git/config", "var/marsad.db", "tests/x.py", "requirements/dev.txt", "config/secrets/token"),
        *("monitor/__pycache__/app.pyc", "monitor/domain/__pycache__/a.pyc", "build/lib/x.py", ".venv/bin/python"),
    ]
    for name in (*shipped, *kept_out):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    admitted = Ignore((ROOT / ".dockerignore").read_text()).admitted(tmp_path)

    assert sorted(admitted) == sorted(map(PurePosixPath, shipped))


@pytest.mark.parametrize(
    "line",
    [
        "SHELL /bin/bash",
        "ADD https://example.org/x /x",
        "COPY --chown=1:1 LICENSE /",
        "COPY LICENSE README.md /",
        "COPY secrets /",
        "RUN --mount=type=secret,id=x true",
        'RUN ["true"]',
        "HEALTHCHECK NONE",
    ],
)
def test_what_carries_it_out_refuses_what_it_does_not_know(tmp_path: Path, line: str) -> None:
    (tmp_path / ".dockerignore").write_text("*\n!LICENSE\n!README.md\n")
    (tmp_path / "LICENSE").touch()
    (tmp_path / "README.md").touch()
    builder = Builder(tmp_path, lambda: tmp_path / "root", lambda _image, _command: None, {})

    with pytest.raises(NotUnderstoodError):
        builder.build(f"FROM x\n{line}\n")


def test_arguments_and_variables_are_filled_in(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_text("*\n")
    ran: list[dict[str, str]] = []

    def run(image: Image, _command: object) -> None:
        ran.append(dict(image.arguments))

    builder = Builder(tmp_path, lambda: tmp_path, run, {"GIVEN": "1"})
    text = """
        ARG BASE=debian
        FROM ${BASE} AS build
        ARG GIVEN
        ARG NOT_GIVEN
        ARG BASE
        ARG DEFAULT=2
        RUN true
        FROM ${BASE}
        ENV A="${MISSING}"
    """
    image = builder.build(text.replace('        ENV A="${MISSING}"\n', '        LABEL a=b c="d e" \\\n        f=g\n'))

    assert ran == [{"GIVEN": "1", "BASE": "debian", "DEFAULT": "2"}]
    assert image.labels == {"a": "b", "c": "d e", "f": "g"}
    with pytest.raises(KeyError):
        builder.build(text)
