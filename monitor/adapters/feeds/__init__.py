"""Reads what others publish: fetching it politely, and what a Statuspage says.

``download`` brings a file, ``statuspage`` makes windows of one, ``reader`` is the port that the engine asks. What
becomes of windows and news is not known here, nor when a feed is asked.
"""

from monitor.adapters.feeds.reader import Calendar, Clippings, NetworkFeeds, Readers

__all__ = ["Calendar", "Clippings", "NetworkFeeds", "Readers"]
