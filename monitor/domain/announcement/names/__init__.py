"""Whom an announcement speaks of: platforms and services by their names, and platforms that no list has.

``directory`` holds the names, ``finding`` meets them in a text.
"""

from monitor.domain.announcement.main_zones import timezone_of
from monitor.domain.announcement.names.affected import AffectedMention, affected
from monitor.domain.announcement.names.directory import Directory, directory
from monitor.domain.announcement.names.finding import find_names
from monitor.domain.announcement.names.regions import home_zone
from monitor.domain.announcement.names.subject import Subject, country_of, main_platform
from monitor.domain.catalogue import Place, PlaceService

__all__ = [
    "AffectedMention",
    "Directory",
    "Place",
    "PlaceService",
    "Subject",
    "affected",
    "country_of",
    "directory",
    "find_names",
    "home_zone",
    "main_platform",
    "timezone_of",
]
