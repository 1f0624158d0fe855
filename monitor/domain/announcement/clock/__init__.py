"""Times of day, lengths and time zones of an announcement, each where it stands.

Pure functions over folded text. Which day a time belongs to, and which window, is for the composer to say.
"""

from monitor.domain.announcement.clock.hours import find_clocks
from monitor.domain.announcement.clock.lengths import find_lengths
from monitor.domain.announcement.clock.zones import find_zones

__all__ = ["find_clocks", "find_lengths", "find_zones"]
