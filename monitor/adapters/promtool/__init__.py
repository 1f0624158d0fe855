"""Alert rules tried on a history: scrapes become the input of a promtool unit test, its failures the alerts.

Read in this order: ``columns`` (scrapes into series), ``answer`` (what promtool prints), ``tool`` (one run of it).
"""

from monitor.adapters.promtool.answer import Alert
from monitor.adapters.promtool.columns import Columns
from monitor.adapters.promtool.tool import PromtoolError, find, fired

__all__ = ["Alert", "Columns", "PromtoolError", "find", "fired"]
