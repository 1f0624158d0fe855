from __future__ import annotations

from collections import Counter

import pytest

from bench.mutants import PLANTED, ROOT, Planted, planted_text


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: fault.name)
def test_planted_fault_still_fits_the_code(fault: Planted) -> None:
    text = (ROOT / fault.file).read_text("utf-8")

    assert planted_text(fault, text) != text


def test_fault_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(LookupError, match="2 times, not once"):
        planted_text(Planted(name="doubled", file="a.py", old="x", new="y"), "x x")


def test_each_planted_fault_has_a_name_of_its_own() -> None:
    assert [name for name, times in Counter(fault.name for fault in PLANTED).items() if times > 1] == []
