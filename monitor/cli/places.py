"""The flags by which a command finds the ledger, and the monitor that may hold it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.cli.options import DEFAULT_CONFIG, ConfigFile, ListenAddress, StorageUrl, WebConfigFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the ledger is, and the monitor that may hold it."""

    config_file: ConfigFile = DEFAULT_CONFIG
    storage_url: StorageUrl = None
    listen_address: ListenAddress = None
    web_config_file: WebConfigFile = None

    @property
    def listen(self) -> tuple[str, ...]:
        """The addresses, none for those of the configuration."""
        return tuple(self.listen_address or ())
