"""The kinds of panel, each with title, description, unit and legend; what they share comes from ``defaults``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards.defaults import DATASOURCE, LEGEND, NO_VALUE, REDUCE, TOOLTIP, Json

WIDTH = 24  # of Grafana's grid
_REF_IDS = "ABCDEFGH"
_LABELS = ("platform", "service_id", "tier", "dependency", "name", "kind", "operator", "inferred", "job", "instance")


def query(expression: str, legend: str = "") -> Json:
    """Values over the range shown; ``legend`` names the series."""
    return {"datasource": DATASOURCE, "expr": expression, "legendFormat": legend, "range": True, "instant": False}


def now(expression: str, legend: str = "") -> Json:
    """The values at the end of the range."""
    return {"datasource": DATASOURCE, "expr": expression, "legendFormat": legend, "range": False, "instant": True}


def row(title: str) -> Json:
    """A heading across the dashboard."""
    return {"type": "row", "title": title, "collapsed": False, "panels": [], "gridPos": {"w": WIDTH, "h": 1}}


def text(title: str, markdown: str, *, width: int = WIDTH, height: int = 4) -> Json:
    """Words; the only panel without a query."""
    return {
        "type": "text",
        "title": title,
        "description": "",
        "gridPos": {"w": width, "h": height},
        "options": {"mode": "markdown", "content": markdown},
    }


def stat(
    title: str, description: str, *targets: Json, unit: str, field: Json | None = None, width: int = 6, height: int = 4
) -> Json:
    """One big figure for each series."""
    options = {
        "reduceOptions": REDUCE,
        "colorMode": "background" if field else "value",
        "graphMode": "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "textMode": "auto",
    }
    return _panel("stat", title, description, targets, (width, height), {"unit": unit, **(field or {})}, options)


def timeseries(
    title: str,
    description: str,
    *targets: Json,
    unit: str,
    stacked: bool = False,
    floor: float | None = 0,
    colours: Mapping[str, str] | None = None,
    width: int = 12,
    height: int = 8,
) -> Json:
    """Lines over time, or areas on top of each other."""
    custom = {
        "drawStyle": "line",
        "lineWidth": 1,
        "fillOpacity": 40 if stacked else 0,
        "showPoints": "never",
        "spanNulls": False,
        "stacking": {"mode": "normal" if stacked else "none", "group": "A"},
    }
    panel = _panel(
        "timeseries",
        title,
        description,
        targets,
        (width, height),
        {"unit": unit, "custom": custom, **({} if floor is None else {"min": floor})},
        {"legend": LEGEND, "tooltip": TOOLTIP},
    )
    panel["fieldConfig"]["overrides"] = [coloured(name, colour) for name, colour in (colours or {}).items()]
    return panel


def state_timeline(
    title: str, description: str, *targets: Json, mappings: list[Json], width: int = WIDTH, height: int = 10
) -> Json:
    """A band for each series, coloured by what its value means."""
    options = {
        "mergeValues": True,
        "showValue": "never",
        "rowHeight": 0.9,
        "alignValue": "left",
        "legend": LEGEND,
        "tooltip": {"mode": "single", "sort": "none"},
    }
    defaults = {"unit": NO_VALUE, "mappings": mappings, "custom": {"fillOpacity": 80, "lineWidth": 0}}
    return _panel("state-timeline", title, description, targets, (width, height), defaults, options)


def heatmap(title: str, description: str, buckets: Json, *, unit: str, width: int = 12, height: int = 8) -> Json:
    """How a histogram's buckets fill over time."""
    options = {
        "calculate": False,
        "cellGap": 1,
        "color": {"mode": "scheme", "scheme": "Blues", "steps": 32},
        "legend": {"show": True},
        "rowsFrame": {"layout": "auto"},
        "tooltip": {"show": True, "yHistogram": False},
        "yAxis": {"axisPlacement": "left", "unit": unit},
    }
    return _panel(
        "heatmap", title, description, [{**buckets, "format": "heatmap"}], (width, height), {"unit": unit}, options
    )


def table(
    title: str,
    description: str,
    columns: Mapping[str, tuple[Json, Json]],
    *,
    labels: Mapping[str, str],
    sort_by: str,
    descending: bool = False,
    width: int = WIDTH,
    height: int = 8,
) -> Json:
    """A row for each service; ``columns`` are title -> (target, field settings), ``labels`` those to show and how.

    Every target but the first carries ``service_id`` alone or the labels of the first, so that rows merge.
    """
    targets = [{**target, "format": "table"} for target, _ in columns.values()]
    values = {f"Value #{ref}": title for ref, title in zip(_REF_IDS, columns, strict=False)}
    renamed = {**values, **labels, "Value": next(iter(columns))}  # a lone query's column is called Value
    order = [*labels, *values]
    panel = _panel(
        "table",
        title,
        description,
        targets,
        (width, height),
        {"unit": NO_VALUE, "custom": {"align": "auto", "filterable": True}},
        {"showHeader": True, "cellHeight": "sm", "sortBy": [{"displayName": sort_by, "desc": descending}]},
    )
    panel["transformations"] = [
        {"id": "merge", "options": {}},
        {
            "id": "organize",
            "options": {
                "excludeByName": {name: True for name in ("Time", *_LABELS) if name not in labels},
                "indexByName": {name: index for index, name in enumerate(order)},
                "renameByName": renamed,
            },
        },
    ]
    panel["fieldConfig"]["overrides"] = [
        *(_column(name, settings) for name, (_, settings) in columns.items()),
        *_links_and_hidden(labels),
    ]
    return panel


def coloured(series: str, colour: str) -> Json:
    """An override that gives one series its colour on every panel."""
    return _override(series, {"color": {"mode": "fixed", "fixedColor": colour}})


def laid_out(panels: Sequence[Json]) -> list[Json]:
    """The panels from left to right and top to bottom, numbered; each line is as high as its highest panel."""
    x = y = line = 0
    placed = []
    for number, panel in enumerate(panels, start=1):
        size = panel["gridPos"]
        if x + size["w"] > WIDTH:
            x, y, line = 0, y + line, 0
        placed.append({**panel, "id": number, "gridPos": {**size, "x": x, "y": y}})
        x, line = x + size["w"], max(line, size["h"])
    return placed


def _panel(
    kind: str,
    title: str,
    description: str,
    targets: Sequence[Json],
    size: tuple[int, int],
    defaults: Json,
    options: Json,
) -> Json:
    return {
        "type": kind,
        "title": title,
        "description": description,
        "datasource": DATASOURCE,
        "gridPos": {"w": size[0], "h": size[1]},
        "targets": [{**target, "refId": ref} for ref, target in zip(_REF_IDS, targets, strict=False)],
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "options": options,
    }


def _override(name: str, properties: Json) -> Json:
    return {
        "matcher": {"id": "byName", "options": name},
        "properties": [{"id": key, "value": value} for key, value in properties.items()],
    }


def _column(name: str, settings: Json) -> Json:
    return _override(name, {"unit": NO_VALUE, **settings})


def _links_and_hidden(labels: Mapping[str, str]) -> list[Json]:
    if "service_id" not in labels:
        return []
    link = {
        "title": "This service",
        "url": "/d/marsad-service?var-service_id=${__data.fields.service_id:percentencode}&${__url_time_range}",
    }
    shown = [title for label, title in labels.items() if label == "name"]
    return [*(_override(title, {"links": [link]}) for title in shown), _override("service_id", {"custom.hidden": True})]
