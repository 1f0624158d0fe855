"""What a package offers is said once, in order; what other packages take from it is among that."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MONITOR = ROOT / "monitor"
PACKAGES = sorted(".".join(path.parent.relative_to(ROOT).parts) for path in MONITOR.rglob("__init__.py"))
WITH_NAMES = [name for name in PACKAGES if hasattr(importlib.import_module(name), "__all__")]
PUBLIC_MODULES = ("monitor.engine.ports", "monitor.engine.view")  # the two that adapters are written against


def tree(package: str) -> ast.Module:
    return ast.parse((ROOT.joinpath(*package.split(".")) / "__init__.py").read_text())


def gathered_by(module: ast.Module) -> set[str]:
    """The names that a package takes from its own modules, and the functions that it has itself."""
    own = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
    return own | {
        (alias.asname or alias.name).partition(".")[0]
        for node in module.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("monitor")
        for alias in node.names
    }


def taken_from_packages() -> Iterator[tuple[str, str, str]]:
    """Module, package and name of every import from one of our packages."""
    for path in MONITOR.rglob("*.py"):
        here = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module in WITH_NAMES:
                yield from ((here, node.module, alias.name) for alias in node.names)


@pytest.mark.parametrize("name", [*WITH_NAMES, *PUBLIC_MODULES])
def test_names_offered_are_distinct_and_there(name: str) -> None:
    module = importlib.import_module(name)
    offered: list[str] = module.__all__

    assert len(offered) == len(set(offered))  # ruff keeps them sorted
    assert [name for name in offered if not hasattr(module, name)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_package_that_gathers_names_offers_all_of_them_and_no_other(package: str) -> None:
    gathered = gathered_by(tree(package))
    offered = set(getattr(importlib.import_module(package), "__all__", ()))

    assert offered == gathered


def test_only_offered_names_are_taken_from_a_package() -> None:
    refused = [
        (here, package, name)
        for here, package, name in taken_from_packages()
        if name not in importlib.import_module(package).__all__ and not is_module(package, name)
    ]

    assert refused == []


@pytest.mark.parametrize("name", PUBLIC_MODULES)
def test_public_module_offers_every_public_class_it_defines_or_says_why_not(name: str) -> None:
    module = importlib.import_module(name)
    defined = {key for key, value in vars(module).items() if inspect.isclass(value) and value.__module__ == name}

    assert {key for key in defined if not key.startswith("_")} <= set(module.__all__)


def is_module(package: str, name: str) -> bool:
    return (ROOT.joinpath(*package.split(".")) / f"{name}.py").exists()
