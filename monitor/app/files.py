"""What the command line and the files say, whole or not at all: the configuration and the modules of ``/probe``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.adapters import blackbox, manifest
from monitor.adapters.blackbox import Modules
from monitor.adapters.log import LogFormat, LogLevel
from monitor.domain.catalogue import Configuration
from monitor.domain.errors import ConfigurationError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says; ``None`` leaves it to the configuration."""

    config_file: Path
    listen: tuple[str, ...] = ()
    web_config_file: Path | None = None
    storage_url: str | None = None
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.LOGFMT


def loaded(path: Path, environ: Mapping[str, str]) -> tuple[Configuration, Modules]:
    """The configuration at ``path`` and the modules that go with it; the warnings of both are the configuration's.

    Raises:
        ConfigurationError: with every problem at once.
    """
    configuration = manifest.load(path, environ)
    named = configuration.settings.probe_modules_file
    if named is None:
        return configuration, blackbox.built_in()
    try:
        modules = blackbox.load(Path(named))
    except ConfigurationError as refusal:
        raise ConfigurationError(tuple(sorted((*configuration.warnings, *refusal.problems)))) from refusal
    return replace(configuration, warnings=tuple(sorted((*configuration.warnings, *modules.warnings)))), modules


def _token(config_file: Path, named: str | None) -> str | None:
    if named is None:
        return None
    try:
        return manifest.token_of(Path(named))
    except ValueError as error:  # it was right a moment ago, when the files were checked
        problem = Problem(file=str(config_file), line=1, key_path="api.token_file", value="null", sentence=str(error))
        raise ConfigurationError((problem,)) from error


class Files:
    """The configuration files, as the reloader asks for them. The command line outranks them."""

    def __init__(self, options: Options, environ: Mapping[str, str]) -> None:
        self._options = options
        self._environ = environ
        self._modules: dict[str, Modules] = {}
        self.token: str | None = (
            None  # of the last load that was accepted; ``None``: writing is off, or for users alone
        )

    def load(self) -> Configuration:
        """Read everything, or nothing.

        Raises:
            ConfigurationError: with every problem at once.
        """
        configuration, modules = loaded(self._options.config_file, self._environ)
        self.token = _token(self._options.config_file, configuration.settings.api_token_file)
        newest = list(self._modules.items())[-1:]  # that of the configuration in use, should this one be refused
        self._modules = dict([*newest, (configuration.sha256, modules)])
        settings = configuration.settings
        settings = replace(
            settings,
            listen=self._options.listen or settings.listen,
            storage_url=self._options.storage_url or settings.storage_url,
        )
        return replace(configuration, settings=settings)

    def modules(self, configuration: Configuration) -> Modules:
        """The modules that were loaded with ``configuration``, one of the last two."""
        return self._modules[configuration.sha256]

    def fingerprint(self) -> str:
        """Changes whenever the contents do."""
        return manifest.fingerprint(self._options.config_file, self._environ)
