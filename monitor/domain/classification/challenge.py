"""Signs that a machine holds the prober up to see whether it is a person; never solved, only recorded.

Scripts of the same vendors ride along on healthy pages: a page is known as a challenge by what only the challenge
carries, under the statuses it comes with.
"""

from __future__ import annotations

from monitor.domain.classification.page_text import SHORT
from monitor.domain.classification.rule import REFUSED, Rule, Table, header, raw, text, title

_BARE = 200  # characters: a page that shows next to nothing
_HELD_UP = ((403, 403), (429, 429), (503, 503))
_FIELD = "wordings and markers in public detection projects"
_KNOWN = "general knowledge, no document stored"

TABLE = Table(
    Rule(
        id="challenge.cloudflare.header",
        vendor="Cloudflare",
        clues=(header("cf-mitigated"),),
        source="Cloudflare's documentation: set on every challenge page",
    ),
    Rule(
        id="challenge.aws.header",
        vendor="AWS WAF",
        clues=(header("x-amzn-waf-action"),),
        source="AWS's documentation: 202 with challenge, 405 with captcha",
    ),
    Rule(
        id="challenge.vercel.header",
        vendor="Vercel",
        clues=(header("x-vercel-mitigated", "challenge"),),
        source=_FIELD,
    ),
    Rule(
        id="challenge.cloudflare.script",
        vendor="Cloudflare",
        # Not the whole of /cdn-cgi/challenge-platform/: its script for counting bots is put into healthy pages.
        clues=(raw(r"_cf_chl_opt|/cdn-cgi/challenge-platform/[a-z0-9/_-]{0,80}orchestrate/"),),
        source=_FIELD,
        statuses=_HELD_UP,
    ),
    Rule(
        id="challenge.cloudflare.title",
        vendor="Cloudflare",
        clues=(title(r"^just a moment(?:\.{3})?$"),),
        source=_FIELD,
        statuses=_HELD_UP,
    ),
    Rule(
        id="challenge.vercel.page",
        vendor="Vercel",
        clues=(text(r"\bvercel security checkpoint\b"),),
        source=_FIELD,
        longest=SHORT,
    ),
    Rule(
        id="challenge.imperva.script",
        vendor="Imperva",
        clues=(raw(r"noindex, ?nofollow"), raw(r"/_incapsula_resource\?")),
        source="issue reports; the script alone also rides on healthy pages, so next to nothing may be shown",
        statuses=((200, 200), (403, 403)),
        longest=20,
    ),
    Rule(
        id="challenge.f5.script",
        vendor="F5",
        clues=(
            raw(
                r"please enable javascript to view the page content\.?(?:<[^<>]{0,20}>|\s){0,4}"
                r"your support id is"
            ),
        ),
        source=_KNOWN,
        longest=_BARE,
    ),
    Rule(
        id="challenge.perimeterx.text",
        vendor="PerimeterX",
        clues=(text(r"\bdenied because we believe you are using automation tools\b"),),
        source=_FIELD,
        longest=SHORT,
    ),
    Rule(
        id="challenge.perimeterx.script",
        vendor="PerimeterX",
        clues=(raw(r"\bpx-captcha\b|client\.perimeterx\.net"),),  # the sensor rides on healthy pages: refused ones only
        source=_FIELD,
        statuses=REFUSED,
        longest=SHORT,
    ),
    Rule(
        id="challenge.distil.text",
        vendor="Distil",
        clues=(text(r"\bpardon our interruption\b"),),
        source=_FIELD,
        longest=SHORT,
    ),
    Rule(
        id="challenge.distil.form",
        vendor="Distil",
        clues=(raw(r"distilcaptchaform"),),
        source=_FIELD,
        longest=SHORT,
    ),
    Rule(
        id="challenge.ddos_guard",
        vendor="DDoS-Guard",
        clues=(raw(r"/\.well-known/ddos-guard/|check\.ddos-guard\.net"),),
        source=_KNOWN,
        statuses=_HELD_UP,
        longest=600,
    ),
    Rule(
        id="challenge.anubis",
        vendor="Anubis",
        clues=(raw(r"anubis_challenge|/\.within\.website/x/cmd/anubis/"),),
        source=_FIELD,
        longest=SHORT,
    ),
    Rule(
        id="challenge.sucuri",
        vendor="Sucuri",
        clues=(raw(r"sucuri_cloudproxy_js"),),
        source=_KNOWN,
        longest=_BARE,
    ),
    Rule(
        id="challenge.generic.title",
        vendor="any",
        clues=(
            title(
                r"^checking (?:if the site connection is secure|your browser)\b"
                r"|^(?:please )?(?:verify|confirm)(?:ing)? (?:that )?you are (?:a )?human(?:\.{1,3})?$"
                r"|^(?:human|security) (?:verification|check)$"
                r"|^(?:يرجي |الرجاء )?(?:اثبات|التحقق من|تاكد من) انك (?:انسان|لست روبوت)"
            ),
        ),
        source=f"{_FIELD}; the Arabic wordings are unverified",
        longest=SHORT,
    ),
    Rule(
        id="challenge.generic.text",
        vendor="any",
        clues=(
            text(
                r"\bchecking your browser before (?:accessing|you)\b"
                r"|\b(?:verify|confirm|prove)(?:ing)? (?:that )?you(?: are|'re) (?:human|a human|not a (?:ro)?bot)\b"
                r"|(?:اثبت|اثبات|التحقق من|تاكيد|تاكد من|تحقق من) ان(?:ك|نا)(?: [^ ]{1,20})? (?:انسان|لست روبوت)"
                r"|لست روبوتا? (?:للمتابعه|قبل)|انك لست برنامج"
            ),
        ),
        source=f"{_FIELD}; the Arabic wordings are unverified",
        longest=600,  # a form with a CAPTCHA says more than that it wants to see a person
    ),
)
