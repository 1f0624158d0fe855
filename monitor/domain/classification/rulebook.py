"""All rules by family, in the order in which the families are asked; for those who list or count them."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.domain.classification import block, challenge, gateway, maintenance, parked
from monitor.domain.classification.rule import Table

FAMILIES: Mapping[str, Table] = {
    "parked": parked.TABLE,
    "challenge": challenge.TABLE,
    "block": block.TABLE,
    "maintenance": maintenance.TABLE,
    "gateway": gateway.TABLE,
}
"""The families; within one, the first rule that matches gives the evidence."""
