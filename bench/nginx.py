"""An nginx of our own: one small page over plain HTTP and over HTTPS, with a certificate chain of each common kind.

Its configuration, keys and certificates live in a temporary folder; it runs in the foreground and ends with the
benchmark. It also says how many requests it has answered, which both probers are divided by.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection
from pathlib import Path

import trustme

from bench.fleet_files import Site
from bench.process import free_port, running, wait_until_ready

HOSTS = ("127.0.1.2", "127.0.1.3", "127.0.1.4", "127.0.1.5")
_PARAGRAPHS = 36  # about 10 KB
_PARAGRAPH = (
    "<p>المنصة الموحدة للخدمات الحكومية: تسجيل الدخول متاح على مدار الساعة، ويمكن متابعة الطلبات من الصفحة الرئيسية. "
    "The service is open; requests can be followed from the front page.</p>\n"
)
_PAGE = f"""\
<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>المنصة</title></head><body>
<h1>المنصة تعمل</h1>
{_PARAGRAPH * _PARAGRAPHS}</body></html>
"""


class Kind(StrEnum):
    """How the page is served."""

    PLAIN = "plain HTTP"
    ECDSA = "HTTPS, ECDSA P-256"
    RSA = "HTTPS, RSA-2048"


_KEYS = {Kind.ECDSA: trustme.KeyType.ECDSA, Kind.RSA: trustme.KeyType.RSA}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nginx:
    """One that runs."""

    folder: Path
    ports: dict[Kind, int]
    status_port: int

    def root(self, kind: Kind) -> Path:
        """The file with the root that the chain of ``kind`` leads to."""
        return self.folder / f"{kind.name}-root.pem"

    def site(self, kind: Kind) -> Site:
        """What Marsad's checks look at. Like the peer's module they want a status of 200 and nothing of the text."""
        return Site(
            port=self.ports[kind],
            hosts=HOSTS,
            scheme="https" if kind in _KEYS else "http",
            tls=f'{{ca_file: "{self.root(kind)}"}}' if kind in _KEYS else "{}",
            expect="{status: [200]}",
        )

    def requests(self) -> int:
        """Requests answered so far; this question and those before it are among them."""
        connection = HTTPConnection("127.0.0.1", self.status_port, timeout=10)
        try:
            connection.request("GET", "/status")
            return parsed_requests(connection.getresponse().read().decode())
        finally:
            connection.close()


def parsed_requests(status: str) -> int:
    """The third number of nginx's stub_status page."""
    match = re.search(r"^ (\d+) (\d+) (\d+) $", status, re.MULTILINE)
    if match is None:
        raise RuntimeError(f"not a status page of nginx: {status[:80]!r}")
    return int(match[3])


@contextmanager
def serving(folder: Path) -> Iterator[Nginx]:
    """nginx, from its readiness to the end of the block."""
    nginx = Nginx(folder=folder, ports={kind: free_port(HOSTS[0]) for kind in Kind}, status_port=free_port())
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    for kind, key_type in _KEYS.items():
        _write_chain(folder, kind, key_type)
    config = folder / "nginx.conf"
    config.write_text(_configuration(nginx), encoding="utf-8")
    with running(["nginx", "-c", str(config), "-p", str(folder), "-e", "stderr"], log=folder / "nginx.log") as program:
        wait_until_ready(program, nginx.status_port, "/status")
        yield nginx


def _write_chain(folder: Path, kind: Kind, key_type: trustme.KeyType) -> None:
    """Root, intermediate and leaf of one key type; the server sends leaf and intermediate, as it should."""
    root = trustme.CA(key_type=key_type)
    leaf = root.create_child_ca(key_type=key_type).issue_cert(*HOSTS, key_type=key_type)
    root.cert_pem.write_to_path(folder / f"{kind.name}-root.pem")
    leaf.private_key_pem.write_to_path(folder / f"{kind.name}-key.pem")
    for pem in leaf.cert_chain_pems:
        pem.write_to_path(folder / f"{kind.name}-chain.pem", append=True)


def _configuration(nginx: Nginx) -> str:
    # Its workers give up root's rights by default and could then not enter our folder.
    user = "user root;" if os.geteuid() == 0 else ""
    folder = nginx.folder
    return f"""\
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  charset utf-8;
  default_type text/html;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  root {folder};
  ssl_protocols TLSv1.2 TLSv1.3;
  server {{ listen 127.0.0.1:{nginx.status_port}; location = /status {{ stub_status; }} }}
{"".join(_server(nginx, kind) for kind in Kind)}}}
"""


def _server(nginx: Nginx, kind: Kind) -> str:
    tls = kind in _KEYS
    listens = " ".join(f"listen {host}:{nginx.ports[kind]}{' ssl' if tls else ''};" for host in HOSTS)
    files = nginx.folder / kind.name
    keys = f"ssl_certificate {files}-chain.pem; ssl_certificate_key {files}-key.pem;" if tls else ""
    return f"  server {{ {listens} {keys} location / {{ try_files /index.html =404; }} }}\n"
