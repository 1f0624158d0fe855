"""One run of promtool over a history: which alerts of which rule files fire, and when."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.adapters.promtool.answer import Alert, alerts
from monitor.adapters.promtool.columns import Columns

_ASKED = 'ALERTS{alertstate="firing"}'
_LONGEST_RUN = timedelta(minutes=10)


class PromtoolError(Exception):
    """promtool is not there, or does not take the rules; its ``str`` says which."""


def find() -> str:
    """Where promtool is.

    Raises:
        PromtoolError: it is not on the PATH.

    """
    found = shutil.which("promtool")
    if found is None:
        raise PromtoolError("promtool is not on the PATH; it comes with Prometheus (Debian: the package prometheus)")
    return found


def fired(rules: Sequence[Path], columns: Columns, step: timedelta) -> tuple[Alert, ...]:
    """The alerts of ``rules`` over scrapes taken, and rules evaluated, every ``step``.

    Raises:
        PromtoolError: promtool is not there, or refuses a rule.

    """
    program = find()
    checked = _run([program, "check", "rules", "--lint=none", *(str(path) for path in rules)], Path.cwd())
    if checked.returncode != 0:
        raise PromtoolError(f"promtool refuses the rules: {_one_line(checked.stderr or checked.stdout)}")
    with TemporaryDirectory(prefix="marsad-rules-") as name:
        folder = Path(name)
        names = [f"{number}.yml" for number, _ in enumerate(rules)]  # a path may hold what promtool takes for a pattern
        for path, copy in zip(rules, names, strict=True):
            shutil.copyfile(path, folder / copy)
        (folder / "test.yml").write_text(_document(names, columns, step))
        done = _run([program, "test", "rules", "test.yml"], folder)
    if done.returncode != 0 and "    expr: " not in done.stderr:
        raise PromtoolError(f"promtool cannot evaluate the rules: {_one_line(done.stderr)}")
    if "err: " in done.stderr:
        raise PromtoolError(f"promtool cannot evaluate the rules: {_one_line(done.stderr.partition('err: ')[2])}")
    return alerts(done.stderr, step, step * (len(columns) - 1))


def _document(names: list[str], columns: Columns, step: timedelta) -> str:
    """JSON is YAML, too, and written far sooner."""
    every = f"{step // timedelta(seconds=1)}s"
    asked = [
        {"expr": _ASKED, "eval_time": f"{number * step // timedelta(seconds=1)}s", "exp_samples": []}
        for number in range(len(columns))
    ]
    inputs = [{"series": name, "values": values} for name, values in columns.series()]
    test = {"interval": every, "input_series": inputs, "promql_expr_test": asked}
    return json.dumps({"rule_files": names, "evaluation_interval": every, "tests": [test]}, ensure_ascii=False)


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - the program found above, on files of the caller's own
            command, cwd=folder, text=True, capture_output=True, check=False, timeout=_LONGEST_RUN.total_seconds()
        )
    except subprocess.TimeoutExpired:
        raise PromtoolError(f"promtool did not end within {_LONGEST_RUN}") from None


def _one_line(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip() and line.strip() != "FAILED:")
