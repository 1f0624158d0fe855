"""Signs that the name no longer belongs to the service: for sale, parked, expired or seized.

Visible text only, since scripts of ordinary pages carry such words too, and little of it: a registrar's page speaks of
domains for sale at length.
"""

from __future__ import annotations

from monitor.domain.classification.page_text import SHORT
from monitor.domain.classification.rule import Rule, Table, host, text

_WORDS = "marker texts collected by public bot-detection test suites"

TABLE = Table(
    Rule(
        id="parked.for_sale",
        vendor="domain market",
        clues=(
            text(
                r"\bthis (?:premium )?domain (?:name )?(?:is|may be) (?:now )?(?:available )?for sale\b"
                r"|\bbuy this domain\b|\bdomain [a-z0-9.-]{3,80} is for sale\b|هذا النطاق (?:معروض )?للبيع"
            ),
        ),
        source=f"{_WORDS}; the Arabic wording is a translation",
        longest=SHORT,
    ),
    Rule(
        id="parked.parked",
        vendor="registrar",
        clues=(text(r"\bthis domain (?:name )?is parked\b|\bis parked free\b|\bdomain parking (?:page|by)\b"),),
        source=_WORDS,
        longest=SHORT,
    ),
    Rule(
        id="parked.expired",
        vendor="registrar",
        clues=(text(r"\bthis domain (?:name )?has expired\b|\bdomain (?:name )?[a-z0-9.-]{3,80} has expired\b"),),
        source=_WORDS,
        longest=SHORT,
    ),
    Rule(
        id="parked.host",
        vendor="domain market",
        clues=(host(r"(?:^|\.)(?:sedoparking\.com|hugedomains\.com|dan\.com|afternic\.com)$"),),
        source=_WORDS,
    ),
    Rule(
        id="parked.seized",
        vendor="authority",
        clues=(text(r"\bthis (?:web ?site|domain|site)(?: name)?(?: [a-z0-9.-]{3,80})? has been seized\b"),),
        source="Nuclei's template for seized sites",
    ),
)
