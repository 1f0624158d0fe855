"""What reading a configuration takes, in a process of its own: ``python -m bench.loading marsad.yaml``; prints JSON.

Started by the start-up benchmark, so that imports are cold and the heap is as small as it is when the program starts.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path


def main(path: Path) -> dict[str, float]:
    """Seconds of the imports, of the YAML alone and of the whole loader, and how many checks came of it."""
    began = time.monotonic()
    import monitor.app  # noqa: PLC0415 - this import is what is timed

    imported = time.monotonic()
    yaml = _read_all(path)
    gc.collect()
    loading = time.monotonic()
    loaded = monitor.adapters.manifest.load(path, {})
    return {
        "imports": imported - began,
        "yaml": yaml,
        "load": time.monotonic() - loading,
        "checks": len(loaded.catalogue.checks),
    }


def _read_all(path: Path) -> float:
    from monitor.adapters.manifest import findings, source  # noqa: PLC0415 - at the top it would be timed as no import

    gc.disable()  # as the loader has it
    began = time.monotonic()
    for file in (path, *sorted(path.parent.glob("platforms/*.yaml"))):
        source.read(file, {}, findings.Findings())
    took = time.monotonic() - began
    gc.enable()
    return took


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
