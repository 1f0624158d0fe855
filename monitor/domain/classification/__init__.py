"""From an answer to an outcome: what a status, a header and a text mean (SEMANTICS section 2).

Pure: the prober brings the answer as far as it came, the check says what it must be. It must not know how the answer
came, nor whether a window plans it. ``decision`` has the order, the tables named after families have the rules.
"""

from monitor.domain.classification.answer import Answer
from monitor.domain.classification.decision import judge_answer
from monitor.domain.classification.excerpt import EXCERPT_LENGTH, excerpt
from monitor.domain.classification.expectation import unmet
from monitor.domain.classification.judgement import Judgement
from monitor.domain.classification.retry_after import LONGEST_RETRY_AFTER, parse_retry_after

__all__ = [
    "EXCERPT_LENGTH",
    "LONGEST_RETRY_AFTER",
    "Answer",
    "Judgement",
    "excerpt",
    "judge_answer",
    "parse_retry_after",
    "unmet",
]
