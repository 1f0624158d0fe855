from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.files import Files
from tests.e2e.platform import Canary, Platform, simulated_platform
from tests.e2e.program import Program, free_port


@pytest.fixture
async def site() -> AsyncIterator[Platform]:
    """The simulated platform."""
    async with simulated_platform() as platform:
        yield platform


@pytest.fixture
async def canaries() -> AsyncIterator[tuple[Canary, Canary]]:
    """Two of them, so that our own network is lost only when both are closed."""
    both = (Canary(), Canary())
    for canary in both:
        await canary.open()
    yield both
    for canary in both:
        await canary.close()


@pytest.fixture
def files(tmp_path: Path, canaries: tuple[Canary, Canary]) -> Files:
    return Files(tmp_path / "first", free_port(), [canary.target for canary in canaries])


class Programs:
    """Builds programs and ends those that it built."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built: list[Program] = []

    def build(self, files: Files, config_file: Path | None = None, **environ: str) -> Program:
        log = self._folder / f"program-{len(self._built)}.log"
        self._built.append(Program(config_file or files.main, files.port, log, environ))
        return self._built[-1]

    async def run(self, files: Files, config_file: Path | None = None, **environ: str) -> Program:
        """Build, start and wait until it is ready."""
        program = self.build(files, config_file, **environ)
        program.start()
        return await program.ready()

    async def end(self) -> None:
        for program in self._built:
            await program.end()


@pytest.fixture
async def programs(tmp_path: Path) -> AsyncIterator[Programs]:
    found = Programs(tmp_path)
    yield found
    await found.end()
