# Configuration files with scaled settings, as an operator would write them.
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

Document = dict[str, Any]
SCALED: Document = {
    "interval": "1s",
    "timeout": "1s",
    "slow": "1s",
    "recheck": "200ms",
    "down_after": 2,
    "up_after": 2,
}


def service_of(name: str, url: str, *, http: Document | None = None, **check: object) -> Document:
    """A service with one check, called ``page``."""
    named = {"en": f"Service {name}", "ar": f"خدمة {name}"}
    return {"id": name, "name": named, "checks": [{"id": "page", "http": {"url": url, **(http or {})}, **check}]}


def platform_of(services: Sequence[Document], name: str = "absher", hosts: Sequence[str] = ("127.0.0.1",)) -> Document:
    return {
        "platform": name,
        "name": {"en": "Absher", "ar": "أبشر"},
        "operator": {"en": "Ministry of Interior", "ar": "وزارة الداخلية"},
        "hosts": list(hosts),
        "services": list(services),
    }


def window_of(name: str, services: Sequence[str], starts: datetime, ends: datetime, **more: object) -> Document:
    return {
        "id": name,
        "platform": "absher",
        "services": list(services),
        "starts": _instant(starts),
        "ends": _instant(ends),
        **more,
    }


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        """Write a value that is used twice out twice: our files may hold no aliases."""
        return True


class Files:
    """The configuration below one folder; the ledger lies beside it."""

    def __init__(self, root: Path, port: int, canaries: Sequence[str]) -> None:
        self.folder = root / "config"
        self.folder.mkdir(parents=True)
        self.port = port
        self.ledger = root / "ledger" / "marsad.db"
        self.settings: Document = {
            "location": {"id": "riyadh-1", "country": "SA"},
            "platforms": ["platform-*.yaml"],
            "windows": ["windows*.yaml"],
            "storage": {"url": f"sqlite:///{self.ledger}"},
            "web": {"listen": [f"127.0.0.1:{port}"]},
            "canaries": list(canaries),
            "contact": "https://marsad.sa/contact",
            "grace": "3s",
            "defaults": dict(SCALED),
        }
        self.write_settings()
        self.write_windows()

    @property
    def main(self) -> Path:
        return self.folder / "marsad.yaml"

    def write_settings(self, **changes: object) -> None:
        self.settings.update(changes)
        self._write("marsad.yaml", self.settings)

    def write_platform(self, document: Document) -> None:
        self._write(f"platform-{document['platform']}.yaml", document)

    def write_windows(self, *windows: Document) -> None:
        self._write("windows.yaml", {"windows": list(windows)})

    def _write(self, name: str, document: Document) -> None:
        text = yaml.dump(document, Dumper=_Plain, allow_unicode=True, sort_keys=False)
        (self.folder / name).write_text(text, encoding="utf-8")
