"""Marsad (مرصد): tells announced maintenance of public platforms from an outage.

Read ``domain`` first (plain functions over frozen facts), then ``engine`` (coroutines and ports), ``adapters``
(the outside world), ``app`` (the only place that builds real things) and ``cli``.

Zone data comes from the bundled ``tzdata`` package alone (SEMANTICS D7), so that every host agrees on every edge.
"""

import zoneinfo

__version__ = "0.1.0"

zoneinfo.reset_tzpath(to=())
