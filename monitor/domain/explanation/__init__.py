"""Why a service was in a state at an instant, told from kept facts with the rules of SEMANTICS by their names.

Read in this order: ``facts`` (what is known, cut at the instant), ``outages``, ``sights``, ``windows`` and ``clock`` (a
table of rules each), ``passages`` (what every story has), ``story``. Pure: what is kept and who asks is the engine's.
"""

from monitor.domain.explanation.facts import Absence, Facts, Measures, Refusal
from monitor.domain.explanation.story import Paragraph, Part, Story, explain

__all__ = ["Absence", "Facts", "Measures", "Paragraph", "Part", "Refusal", "Story", "explain"]
