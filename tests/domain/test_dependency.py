from __future__ import annotations

from monitor.domain.dependency import hard_roots
from tests.domain.facts import catalogue, service


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
