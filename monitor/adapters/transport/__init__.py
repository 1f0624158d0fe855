"""The wire: how a probe reaches a host, what it may reach, and how each part of the way is measured.

Lies below the other adapters and knows none of them; says nothing about what an answer means. Read ``names`` and
``addresses`` first (where a host is, and whether it may be asked), then ``dialer`` and ``channel`` (a connection, with
TLS), ``exchange`` and ``http`` (a request over it), ``phases`` and ``journal`` (what is kept), ``reasons`` (which error
means what).
"""
