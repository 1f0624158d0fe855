"""Prints ``prometheusrule.yaml``: config/prometheus/rules in the wrapping of the Prometheus operator, word by word."""

from __future__ import annotations

import sys
from pathlib import Path

RULES = Path(__file__).parents[2] / "config" / "prometheus" / "rules"
HEAD = """\
# Generated from config/prometheus/rules by `make docs`; a change belongs there. Links need two external labels, which
# a Prometheus object has under spec.externalLabels: marsad_runbooks and marsad_dashboards.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: marsad
  labels:
    app.kubernetes.io/name: marsad
spec:
  groups:
"""


def groups(text: str) -> str:
    """What a file of rules has below ``groups:``, two columns further in; comments of the top level go too.

    Raises:
        ValueError: the file holds something else at its top level.
    """
    before, found, below = text.partition("groups:\n")
    if not found or any(line and not line.startswith("#") for line in before.splitlines()):
        raise ValueError(f"A file of rules begins with comments and `groups:`, not with {text[:60]!r}")
    return "".join(f"  {line}" if line.strip() else line for line in below.splitlines(keepends=True))


def manifest() -> str:
    """The whole object."""
    return HEAD + "".join(groups(path.read_text(encoding="utf-8")) for path in sorted(RULES.glob("*.yml")))


if __name__ == "__main__":
    sys.stdout.write(manifest())
