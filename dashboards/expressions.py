"""Every expression of a dashboard with the place where it stands, whether a panel, a band or a variable asks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.defaults import Json

_CALL = re.compile(r"(label_values|query_result)\((.*)\)", re.DOTALL)
_LABEL = re.compile(r"(.*), *(\w+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """PromQL as written, with Grafana's variables still in it; ``over_time`` when it is asked for a whole range."""

    dashboard: str
    where: str
    text: str
    over_time: bool = False
    is_target: bool = False  # of a panel; dashboard-linter's target rules speak of these alone
    label: str = ""  # of which a variable wants the values
    regex: str = ""  # with which a variable reads the answer

    def __str__(self) -> str:
        return f"{self.dashboard}: {self.where}"


def expressions(dashboard: Json) -> Iterator[Expression]:
    """All of them, in the order of the file."""
    uid = dashboard["uid"]
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            yield Expression(
                dashboard=uid,
                where=f"{panel['title']} {target['refId']}",
                text=target["expr"],
                over_time=target["range"],
                is_target=True,
            )
    for band in dashboard["annotations"]["list"]:
        yield Expression(dashboard=uid, where=f"annotation {band['name']}", text=band["expr"], over_time=True)
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            yield _of_variable(uid, variable)


def _of_variable(uid: str, variable: Json) -> Expression:
    where = f"variable {variable['name']}"
    call = _CALL.fullmatch(variable["query"])
    if call is None:
        raise ValueError(f"{uid}: {where}: neither label_values nor query_result: {variable['query']}")
    if call[1] == "query_result":
        return Expression(dashboard=uid, where=where, text=call[2], regex=variable["regex"])
    of_label = _LABEL.fullmatch(call[2])
    if of_label is None:
        raise ValueError(f"{uid}: {where}: label_values without a label: {variable['query']}")
    return Expression(dashboard=uid, where=where, text=of_label[1], label=of_label[2])
