"""Targets that are no URLs: a host, and a port where there is one."""

from __future__ import annotations

_HIGHEST_PORT = 65_535


def split_host_port(target: str) -> tuple[str, int]:
    """Host and port of ``host:port`` or ``[address]:port``.

    Raises:
        ValueError: it is no such pair.

    """
    host, colon, port = target.rpartition(":")
    if not colon or target.endswith("]"):
        raise ValueError(f"address {target}: missing port in address")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ValueError(f"address {target}: too many colons in address")
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= _HIGHEST_PORT):
        raise ValueError(f"address {target}: invalid port")
    if not host:
        raise ValueError(f"address {target}: missing host in address")
    return host, int(port)


def split_host(target: str, default_port: int) -> tuple[str, int]:
    """The same, with ``default_port`` where ``target`` is a host alone."""
    try:
        return split_host_port(target)
    except ValueError:
        return target, default_port
