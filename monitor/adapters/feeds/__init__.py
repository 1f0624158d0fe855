"""Reads published lists of maintenance: fetching them politely, and what a Statuspage says.

``download`` brings a file, ``statuspage`` makes windows of one, ``reader`` is the port that the engine asks. What
becomes of the windows is not known here, nor when a feed is asked.
"""

from monitor.adapters.feeds.reader import Calendar, NetworkFeeds

__all__ = ["Calendar", "NetworkFeeds"]
