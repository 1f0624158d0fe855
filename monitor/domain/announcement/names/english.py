"""Names of platforms that no list has, in English: words in capitals, with what they are part of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.domain.announcement.folding import Folded, Span
from monitor.domain.announcement.names.words import Word, are_joined, words_of
from monitor.domain.announcement.pattern import pattern

NOUNS = pattern(
    "names.noun-after",
    r"[ ](?:online[ ]|web[ ]|mobile[ ]|internet[ ]|digital[ ]|e-?)?(?:filing[ ]|banking[ ]|student[ ]|staff[ ]|"
    r"customer[ ]|member[ ]|tax[ ]|permit[ ]|public[ ]|patient[ ]|payments?[ ]|booking[ ])?"
    r"(?:portal|websites?|web[ ]site|system|systems|app|application|platform|services?|site|sites|network|register|"
    r"registry|banking|payments|account)\b",
    "what the name is of is a part of it",
)
PREDICATE = pattern(
    "names.predicate",
    r"(?:'s|’s)?[ ](?:will|is|are|was|were|has|have|said|says|announced|announces|to[ ]be|goes|went|maintenance|"
    r"outage|"
    r"downtime|unavailable|down|offline|scheduled|planned|closed|shuts|stops|"
    r"stopped|may|would|experiences|upgrade|migration|back|restored)\b",
    "the subject of a sentence stands before its verb",
)
ORGANISATION = pattern(
    "names.english-organisation",
    r"\b(?:bank|department|agency|council|university|college|court|courts|ministry|authority|office|board|"
    r"commission|services?|"
    r"telecom|airlines?|airways|revenue|portal|centre|center|county|city|state|registry|company|corporation|"
    r"district|school|"
    r"system|systems|directorate|police|post|insurance|union|trust|exchange|hospital|library|water|energy|power)\b",
    "the kinds of offices and firms",
)
RULES = (NOUNS, PREDICATE, ORGANISATION)
_ORDINARY = (
    "the a an this that these those scheduled planned emergency unplanned routine essential maintenance system "
    "systems service services notice important please due on in at for from to and or of our we you your all any "
    "no not it its is are was were dear customers customer update updates upgrade outage outages downtime alert "
    "announcement advisory monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec am pm est edt et ct pt utc gmt bst ist aest aedt sgt eastern central pacific "
    "time standard daylight online offline website web portal app during while if when as after before there some "
    "users user access new news status resolved completed monitoring investigating identified reminder "
    "attention weekend tonight today tomorrow temporary temporarily regular annual with by between until ongoing "
    "work maintenance-related back down faq more technical general public sir madam valued members clients staff "
    "students unavailable unavailability interruption suspension suspended closure extended postponed cancelled "
    "rescheduled atm atms log-in login sign mobile internet banking payments hello hi thank thanks what why how "
    "who where sorry per expected cest cet most many several number everyone he she they only both but however "
    "meanwhile"
)
ORDINARY = frozenset(
    (*_ORDINARY.split(), "window", "windows", "fixed", "earlier", "later", "urgent", "information", "bulletin")
)
_INSIDE = frozenset(("of", "and", "for", "the", "de", "des", "du"))
_LONGEST = 8  # words
_PLAIN = re.compile(r"[a-z]{2,14}(?:ers|ones|ions?|ing|ments?|ives|ors)")  # "Engineers", "Phones", "Verification"


@dataclass(frozen=True, slots=True)
class Capitalised:
    """A name in capitals; ``signs`` counts what speaks for it being an organisation's or a platform's."""

    span: Span
    signs: int


def english_names(folded: Folded) -> Iterator[Capitalised]:
    """Every run of words in capitals, less the ordinary words at its ends; a noun after it belongs to it."""
    for run in _runs(folded):
        words = _trimmed(run)
        if not words:
            continue
        span = Span(words[0].span.start, words[-1].span.end)
        signs = 2 if ORGANISATION.regex.search(folded.text, span.start, span.end) else 0
        noun = NOUNS.regex.match(folded.text, span.end)
        if noun:
            span, signs = Span(span.start, noun.end()), signs + 2
        if len(words) == 1 and not noun and _PLAIN.fullmatch(words[0].text) and _begins(folded.text, span.start):
            continue
        yield Capitalised(span, signs + (2 if PREDICATE.regex.match(folded.text, span.end) else 0))


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins here: any word has a capital then."""
    before = text[max(0, at - 3) : at].rstrip(" ")
    return not before or before[-1] in ".!?\n-:\u2013\u2014"


def _runs(folded: Folded) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words_of(folded.text):
        goes_on = bool(run) and len(run) < _LONGEST and are_joined(folded.text, run[-1], word)
        is_capital = _is_capital(folded, word)
        if run and not (goes_on and _is_one(run[-1], folded.text[run[-1].span.end : word.span.start])):
            yield run
            run = []
        if is_capital or (run and word.text in _INSIDE):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_one(word: Word, between: str) -> bool:
    """Whether what stands between two words lets a name go on: no line end, no comma, no stop but an abbreviation's."""
    ends = between.startswith(". ") and len(word.text) > len("st")
    return not ends and "\n" not in between and "," not in between


def _is_capital(folded: Folded, word: Word) -> bool:
    """Whether there is a capital in it: "eFile" and "myGov" are names too."""
    start, end = folded.offsets[word.span.start], folded.offsets[word.span.end - 1] + 1
    return word.text[0].isascii() and folded.original[start:end] != folded.original[start:end].lower()


def _trimmed(run: list[Word]) -> list[Word]:
    """The run without ordinary words at its ends; with an ordinary word in its midst, what comes before it."""
    words = list(run)
    while words and (words[0].text in ORDINARY or words[0].text in _INSIDE or words[0].text.isdigit()):
        words.pop(0)
    while words and (words[-1].text in ORDINARY or words[-1].text in _INSIDE or words[-1].text.isdigit()):
        words.pop()
    return words
