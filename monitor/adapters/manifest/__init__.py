"""Reads the configuration and the scenarios: YAML in, the domain's frozen facts out, or every problem with its line.

In order of reading: ``source`` (YAML to a tree that knows its lines), ``fields`` and the ``*_file`` models (what keys
there are), ``validation`` and ``findings`` (what is wrong, in one sentence each), ``outline`` with ``references``,
``dependencies``, ``conduct`` and ``window_rules`` (what must fit together), ``configuration``, ``scenario``,
``demand`` and ``window_list`` (the four doors).
"""

from monitor.adapters.manifest.configuration import load
from monitor.adapters.manifest.demand import changes, declaration
from monitor.adapters.manifest.effective import effective
from monitor.adapters.manifest.fingerprint import fingerprint
from monitor.adapters.manifest.scenario import load_scenario
from monitor.adapters.manifest.schema import KINDS, Kind, schema
from monitor.adapters.manifest.token import token_of
from monitor.adapters.manifest.window_list import windows_in
from monitor.adapters.manifest.written import written

__all__ = [
    "KINDS",
    "Kind",
    "changes",
    "declaration",
    "effective",
    "fingerprint",
    "load",
    "load_scenario",
    "schema",
    "token_of",
    "windows_in",
    "written",
]
