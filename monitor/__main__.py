"""``python -m monitor`` is ``marsad``."""

from monitor.cli import main

if __name__ == "__main__":
    main()
