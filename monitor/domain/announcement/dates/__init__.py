"""Dates of an announcement: found as they are written, and settled to days."""

from monitor.domain.announcement.dates.finding import RULES, find_dates
from monitor.domain.announcement.dates.reference import Reference
from monitor.domain.announcement.dates.settling import settle

__all__ = ["RULES", "Reference", "find_dates", "settle"]
