from __future__ import annotations

import pytest

from monitor.domain.dependency import hampering, hard_roots, root_checks, suspicions
from tests.domain.facts import catalogue, service, utc


def test_hard_roots_are_found_through_others_nearest_first() -> None:
    portal = service("absher/portal", hard=["nafath/login", "absher/gateway"])
    known = catalogue(
        portal,
        service("nafath/login", hard=["nafath/core"]),
        service("absher/gateway", hard=["nafath/core"]),
        service("nafath/core"),
    )

    assert [root.id for root in hard_roots(known, portal)] == ["nafath/login", "absher/gateway", "nafath/core"]


def test_login_and_function_edges_are_no_roots() -> None:
    portal = service("absher/portal", login=["nafath/login"])

    assert hard_roots(catalogue(portal, service("nafath/login")), portal) == ()


def test_root_behind_a_login_edge_is_not_found() -> None:
    portal = service("absher/portal", hard=["nafath/login"])
    known = catalogue(portal, service("nafath/login", login=["nafath/core"]), service("nafath/core"))

    assert [root.id for root in hard_roots(known, portal)] == ["nafath/login"]


def test_root_that_is_not_in_the_catalogue_is_passed_over() -> None:
    portal = service("absher/portal", hard=["gone/away", "nafath/login"])

    assert [root.id for root in hard_roots(catalogue(portal, service("nafath/login")), portal)] == ["nafath/login"]


def test_service_is_never_its_own_root() -> None:
    portal = service("absher/portal", hard=["nafath/login"])
    known = catalogue(portal, service("nafath/login", hard=["absher/portal"]))

    assert [root.id for root in hard_roots(known, portal)] == ["nafath/login"]


# ---- looking at a root


def test_checks_of_a_root_are_those_of_its_source_where_it_is_inferred() -> None:
    portal = service("absher/portal", hard=["nafath/login"])
    known = catalogue(portal, service("nafath/login", inferred_from="nafath/front"), service("nafath/front"))

    assert [check.id for check in root_checks(known, portal)] == ["nafath/front/landing"]


def test_only_lesser_edges_to_failing_services_hamper() -> None:
    portal = service("absher/portal", login=["nafath/login", "nafath/other"], hard=["nafath/core"])

    assert [edge.service_id for edge in hampering(portal, {"nafath/login", "nafath/core"})] == ["nafath/login"]


# ---- one suspected cause

DEPENDANTS = catalogue(
    service("nafath/core"), *(service(f"absher/s{number}", hard=["nafath/core"]) for number in range(4))
)


@pytest.mark.parametrize(
    ("first_failures", "unseen", "suspected"),
    [
        ({"s0": "09:00", "s1": "09:02", "s2": "09:04"}, True, ["s0", "s1", "s2"]),
        ({"s2": "09:00", "s1": "09:05", "s0": "09:10"}, True, ["s2", "s1", "s0"]),
        ({"s0": "09:00", "s1": "09:02", "s2": "09:07:01"}, True, []),
        ({"s0": "09:00", "s1": "09:02"}, True, []),
        ({"s0": "09:00", "s1": "09:02", "s2": "09:04"}, False, []),
        ({"s3": "07:00", "s0": "09:00", "s1": "09:00", "s2": "09:00"}, True, ["s0", "s1", "s2"]),
    ],
)  # fmt: skip
def test_three_outages_that_begin_together_under_one_unseen_root_are_one_suspicion(
    first_failures: dict[str, str], *, unseen: bool, suspected: list[str]
) -> None:
    failing = {f"absher/{name}": utc(at) for name, at in first_failures.items()}

    found = suspicions(DEPENDANTS, failing, {"nafath/core"} if unseen else set())

    assert [name.removeprefix("absher/") for suspicion in found for name in suspicion.service_ids] == suspected
    assert [suspicion.since for suspicion in found] == ([failing[f"absher/{suspected[0]}"]] if suspected else [])
