"""``marsad windows``: the ledger of announced maintenance."""

from __future__ import annotations

import typer

from monitor.cli.windows_change import cancel, declare, end, extend, revise, void
from monitor.cli.windows_drafts import confirm, drafts, reject
from monitor.cli.windows_exchange import export, import_calendar
from monitor.cli.windows_list import list_windows
from monitor.cli.windows_read import preview, show

windows = typer.Typer(no_args_is_help=True, add_completion=False, help="The ledger of announced maintenance.")
for _name, _verb in {
    "list": list_windows,
    "show": show,
    "declare": declare,
    "revise": revise,
    "extend": extend,
    "end": end,
    "cancel": cancel,
    "void": void,
    "preview": preview,
    "drafts": drafts,
    "confirm": confirm,
    "reject": reject,
    "import": import_calendar,
    "export": export,
}.items():
    windows.command(_name)(_verb)
