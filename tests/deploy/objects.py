# Kubernetes objects held against models made from the APIs; a model ignores what it does not know, so we compare.
from __future__ import annotations

from typing import Any

from cloudcoil.models.kubernetes.apps.v1 import StatefulSet
from cloudcoil.models.kubernetes.core.v1 import ConfigMap, Service, ServiceAccount
from cloudcoil.models.kubernetes.networking.v1 import NetworkPolicy
from cloudcoil.models.prometheus_operator.v1 import Probe, PrometheusRule, ServiceMonitor
from pydantic import BaseModel

Object = dict[str, Any]
KINDS: dict[tuple[str, str], type[BaseModel]] = {
    ("apps/v1", "StatefulSet"): StatefulSet,
    ("v1", "ConfigMap"): ConfigMap,
    ("v1", "Service"): Service,
    ("v1", "ServiceAccount"): ServiceAccount,
    ("networking.k8s.io/v1", "NetworkPolicy"): NetworkPolicy,
    ("monitoring.coreos.com/v1", "ServiceMonitor"): ServiceMonitor,
    ("monitoring.coreos.com/v1", "PrometheusRule"): PrometheusRule,
    ("monitoring.coreos.com/v1", "Probe"): Probe,
}


def problems(found: Object) -> list[str]:
    """Every field that the API does not know.

    Raises:
        pydantic.ValidationError: a field is missing or of a wrong type.
    """
    model = KINDS[found["apiVersion"], found["kind"]].model_validate(found)
    return list(_lost(found, model.model_dump(mode="json", by_alias=True, exclude_unset=True), found["kind"]))


def _lost(given: object, kept: object, where: str) -> list[str]:
    if isinstance(given, dict) and isinstance(kept, dict):
        unknown = [f"{where}.{name}" for name in given if name not in kept]
        return unknown + [
            text for name in kept if name in given for text in _lost(given[name], kept[name], f"{where}.{name}")
        ]
    if isinstance(given, list) and isinstance(kept, list):
        return [
            text
            for number, pair in enumerate(zip(given, kept, strict=True))
            for text in _lost(*pair, f"{where}[{number}]")
        ]
    return []
