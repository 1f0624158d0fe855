"""The house rules hold, and what guards them is awake: each guard is shown a planted fault."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MODULES = sorted((ROOT / "monitor").rglob("*.py"))
RECORDS = sorted((ROOT / "docs" / "adr").glob("*.md"))


def ask(*command: str | Path, cwd: Path = ROOT, text: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, input=text, env=os.environ | env, text=True, capture_output=True, check=False
    )


# --- the clock


def banned(source: str, *, where: str) -> bool:
    answer = ask(BIN / "ruff", "check", "--no-cache", "--stdin-filename", where, "-", text=source)
    return "TID251" in answer.stdout


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import UTC, datetime\nAT = datetime.now(UTC)\n",
        "import datetime\nAT = datetime.datetime.utcnow()\n",
        "import time\nAT = time.time()\n",
        "from time import monotonic\nAT = monotonic()\n",
        "import asyncio\nALL = asyncio.gather()\n",
        "from unittest.mock import patch\n",
    ],
)
def test_linter_refuses_the_clock_outside_its_module(source: str) -> None:
    assert banned(source, where="monitor/domain/planted.py")
    assert banned(source, where="monitor/adapters/planted.py")


def test_linter_lets_the_clock_module_read_the_clock() -> None:
    source = "import time\nAT = time.time()\n"

    assert not banned(source, where="monitor/adapters/clock.py")


# --- the direction of imports


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "monitor", tmp_path / "monitor", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    return ask(BIN / "lint-imports", "--no-cache", "--no-logo", cwd=tree, COLUMNS="200")


def test_import_contracts_are_kept_without_a_fault(copy: Path) -> None:
    answer = lint_imports(copy)

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("module", "source", "broken"),
    [
        ("utils.py", "", "cli > app > adapters > engine > domain, and no module beside them"),
        ("engine/planted.py", "import monitor.adapters", "cli > app > adapters > engine > domain"),
        ("domain/planted.py", "import monitor.engine.ports", "cli > app > adapters > engine > domain"),
        ("domain/planted.py", "import httpx", "the domain does no I/O"),
        ("domain/planted.py", "import asyncio", "the domain does no I/O"),
        ("engine/planted.py", "import structlog", "the engine knows no library"),
        ("adapters/planted.py", "import monitor.adapters.manifest", "adapters do not know each other"),
        ("adapters/probes/planted.py", "import monitor.domain.plan", "no window bends what a probe sees"),
    ],
)
def test_import_contracts_refuse(copy: Path, module: str, source: str, broken: str) -> None:
    (copy / "monitor" / module).write_text(source)

    answer = lint_imports(copy)

    assert answer.returncode == 1
    assert re.search(rf"^{re.escape(broken)}.* BROKEN$", answer.stdout, re.MULTILINE), answer.stdout


def test_import_contracts_refuse_a_circle(copy: Path) -> None:
    (copy / "monitor/domain/planted.py").write_text("import monitor.domain.planted_too")
    (copy / "monitor/domain/planted_too.py").write_text("import monitor.domain.planted")

    answer = lint_imports(copy)

    assert "no cycles among siblings BROKEN" in answer.stdout


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


@pytest.mark.parametrize(("layer", "libraries"), [("domain", {"dateutil.rrule", "hijridate"}), ("engine", set())])
def test_inner_layer_imports_only_what_it_is_allowed(layer: str, libraries: set[str]) -> None:
    """The contracts above list what is forbidden, this what is allowed, so that a new dependency is caught too."""
    inner = {"monitor"} | sys.stdlib_module_names

    foreign = {
        f"{module.name}: {name}"
        for module in (ROOT / "monitor" / layer).rglob("*.py")
        for name in imports(module)
        if name.partition(".")[0] not in inner and name not in libraries
    }

    assert foreign == set()


def test_program_imports_no_library_that_only_another_one_brings_along() -> None:
    distributions = importlib.metadata.packages_distributions()
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    requirements = [*project["dependencies"], *extras["demo"], *extras["c-ares"]]
    declared = {re.split(r"[^\w-]", requirement)[0].lower() for requirement in requirements}
    tops = {name.partition(".")[0] for module in MODULES for name in imports(module)}

    missing = {
        top
        for top in tops - sys.stdlib_module_names - {"monitor", "pydantic_core"}  # pydantic pins its core exactly
        if declared.isdisjoint(name.lower().replace("_", "-") for name in distributions.get(top, []))
    }

    assert missing == set()


# --- sizes


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_and_its_functions_are_small(module: Path) -> None:
    source = module.read_text()
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    too_long = {node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 50}

    assert len(source.splitlines()) <= 300
    assert too_long == set()


# --- one way in


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_bare_make_lists_every_documented_target() -> None:
    listed = ask("make", MAKEFLAGS="", MAKELEVEL="").stdout

    assert {line.split()[0] for line in listed.splitlines()} == targets()
    assert {
        "setup",
        "run",
        "test",
        "test-fast",
        "check",
        "fmt",
        "lint",
        "types",
        "mutants",
        "bench",
        "docs",
    } <= targets()


def test_documents_and_hooks_name_only_targets_that_exist() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / ".pre-commit-config.yaml", ROOT / ".ci/run"]

    named = {
        target
        for document in documents
        for target in re.findall(r"(?:^|`|entry: |exec )make ([a-z]+[a-z-]*)", document.read_text(), re.MULTILINE)
    }

    assert named >= {"setup", "test", "fmt", "lint", "types"}
    assert named <= targets()


@pytest.mark.parametrize(("ci", "exit_status"), [("true", 1), ("", 0)])
@pytest.mark.parametrize("where", ["a test", "a module"])
def test_skip_fails_in_ci_only(tmp_path: Path, ci: str, exit_status: int, where: str) -> None:
    """Skips of a whole module are lost between a worker of xdist and its controller, so they fail where they arise."""
    skip = 'import pytest\npytest.skip("no browser", allow_module_level=True)\n'
    sources = {
        "a test": 'import pytest\n\ndef test_browser() -> None:\n    pytest.skip("no browser")\n',
        "a module": skip,
    }
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_skipped.py").write_text(sources[where])
    (tmp_path / "test_run.py").write_text("def test_passes() -> None:\n    pass\n")

    answer = ask(sys.executable, "-m", "pytest", "-n1", "-p", "no:cacheprovider", tmp_path, cwd=tmp_path, CI=ci)

    assert answer.returncode == exit_status, answer.stdout


def test_expected_failure_is_no_skip(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_x.py").write_text(
        "import pytest\n\n@pytest.mark.xfail\ndef test_x() -> None:\n    assert False\n"
    )

    answer = ask(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", tmp_path, cwd=tmp_path, CI="true")

    assert answer.returncode == 0, answer.stdout


def test_every_lint_exemption_says_why() -> None:
    exempt = re.compile(r"noqa|type: ignore|pragma:|nosec")

    lines = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if path != Path(__file__)
        and exempt.search(line)
        and not re.search(r"(noqa: [A-Z0-9, ]+|ignore\[[a-z, -]+\]) *(#|--?) \w", line)
    ]
    settings = (ROOT / "pyproject.toml").read_text().partition("[tool.ruff.lint]")[2].partition("[tool.mypy]")[0]
    rules = [line for line in settings.splitlines() if re.search(r'^    "[A-Z]+\d*"|= \["[A-Z]+\d+"\]', line)]

    assert lines == []
    assert [rule for rule in rules if not re.search(r"# \w", rule)] == []


# --- papers


def kept_files() -> list[Path]:
    # `-c` is the one place besides root's own files from which git believes safe.directory.
    listed = ask("git", "-c", f"safe.directory={ROOT}", "ls-files", "-z").stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_kept_file_names_a_machine_or_a_registry() -> None:
    # Patterns, not examples: this file must pass as well.
    telling = re.compile(
        r"(?<![\w.)}*])/(work|root|home)/|(?<![\w.)}*])/opt/(?!marsad\b)"  # a program's own home in an image is named
        r"|\b(pypi|pythonhosted|npmjs)\.(org|com)\b"
        r"|--(index|extra-index|find)-(url|links)\b"
        r"|\.\./(shared)\b",
    )

    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in kept_files()
        for match in telling.finditer(path.read_text(errors="ignore"))
    }

    assert len(kept_files()) > 50
    assert found == set()


def test_every_dependency_has_a_line_that_says_why() -> None:
    project = PROJECT["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    wanted = {re.match(r"[\w-]+", requirement)[0] for group in groups for requirement in group}  # type: ignore[index]  # always a name

    lines = re.findall(r"^\| ([\w-]+) \|(.*)\|$", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE)

    assert {name for name, _ in lines if name != "package"} - {"---"} == wanted
    assert all(cell.strip() for _, cells in lines for cell in cells.split("|"))


def pins(lock: str) -> dict[str, str]:
    return dict(
        re.findall(
            r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)(?: ; [^\\\n]+)? \\\n    --hash=sha256:",
            (ROOT / "requirements" / lock).read_text(),
            re.MULTILINE,
        )
    )


@pytest.mark.parametrize("lock", ["build.txt", "runtime.txt", "dev.txt"])
def test_every_locked_package_has_a_hash_and_one_version(lock: str) -> None:
    requirements = re.findall(r"^[\w.,\[\]-]+==", (ROOT / "requirements" / lock).read_text(), re.MULTILINE)

    assert len(pins(lock)) == len(requirements) > 0
    assert pins(lock).items() <= pins("dev.txt").items()


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_decision_record_has_its_five_parts_on_one_page(record: Path) -> None:
    text = record.read_text()

    assert text.startswith(f"# {record.name[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Context",
        "Options",
        "Decision",
        "Price",
        "How it is confirmed",
    ]
    assert all(part.strip() for part in re.split(r"^#.*$", text, flags=re.MULTILINE)[2:])
    assert len(text.splitlines()) <= 60


def test_decision_records_are_numbered_without_a_gap() -> None:
    assert [record.name[:4] for record in RECORDS] == [f"{number:04d}" for number in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("document", [*RECORDS, ROOT / "docs/architecture.md"], ids=lambda path: path.stem)
def test_document_names_only_paths_that_exist(document: Path) -> None:
    named = re.findall(r"`((?:monitor|tests|config|docs|bench)/[\w./-]+)`", document.read_text())

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_changelog_keeps_the_order_of_its_sections() -> None:
    order = ["Security", "Removed", "Deprecated", "Added", "Changed", "Fixed"]
    releases = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)[1:]

    for release in releases:
        sections = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert sections == sorted(sections, key=order.index)
