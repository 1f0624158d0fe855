"""How facts leave for a machine."""

from __future__ import annotations

import json

from monitor.domain.printable import printable


def document(facts: object) -> str:
    """One line of JSON; what a terminal would act upon is written as JSON's own escape."""
    text = json.dumps(facts, ensure_ascii=False)
    return "".join(char if printable(char) == char else json.dumps(char)[1:-1] for char in text)
