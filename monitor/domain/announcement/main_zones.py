"""What time is kept in a country: one main zone for each.

Light, since whoever reads a gazetteer needs it and few of them read announcements.
"""

from __future__ import annotations

from types import MappingProxyType

ZONES = MappingProxyType(
    {
        "SA": "Asia/Riyadh", "AE": "Asia/Dubai", "KW": "Asia/Kuwait", "QA": "Asia/Qatar", "BH": "Asia/Bahrain",
        "OM": "Asia/Muscat", "YE": "Asia/Aden", "EG": "Africa/Cairo", "JO": "Asia/Amman", "IQ": "Asia/Baghdad",
        "SY": "Asia/Damascus", "LB": "Asia/Beirut", "PS": "Asia/Gaza", "SD": "Africa/Khartoum",
        "LY": "Africa/Tripoli", "TN": "Africa/Tunis", "DZ": "Africa/Algiers", "MA": "Africa/Casablanca",
        "MR": "Africa/Nouakchott", "SO": "Africa/Mogadishu", "DJ": "Africa/Djibouti", "KM": "Indian/Comoro",
        "US": "America/New_York", "CA": "America/Toronto", "GB": "Europe/London", "IE": "Europe/Dublin",
        "AU": "Australia/Sydney", "NZ": "Pacific/Auckland", "IN": "Asia/Kolkata", "SG": "Asia/Singapore",
        "MY": "Asia/Kuala_Lumpur", "PK": "Asia/Karachi", "BD": "Asia/Dhaka", "LK": "Asia/Colombo",
        "PH": "Asia/Manila", "HK": "Asia/Hong_Kong", "ZA": "Africa/Johannesburg", "KE": "Africa/Nairobi",
        "NG": "Africa/Lagos", "GH": "Africa/Accra", "UG": "Africa/Kampala", "TZ": "Africa/Dar_es_Salaam",
        "ET": "Africa/Addis_Ababa", "TR": "Europe/Istanbul", "IR": "Asia/Tehran", "MT": "Europe/Malta",
        "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "FR": "Europe/Paris", "EE": "Europe/Tallinn",
        "ID": "Asia/Jakarta", "TH": "Asia/Bangkok", "JP": "Asia/Tokyo",
    }
)  # fmt: skip


def timezone_of(country: str | None) -> str | None:
    """The main zone of a country, where it is listed."""
    return ZONES.get(country) if country else None


def country_of_zone(zone: str) -> str | None:
    """The country whose main zone this is."""
    return next((country for country, its in ZONES.items() if its == zone), None)
