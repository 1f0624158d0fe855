"""Makes entries without markup of what feeds of news and web pages send: in a process of its own.

``kiosk`` is the monitor's side and starts that process, ``__main__`` is the process; it alone loads the libraries that
read RSS, Atom and HTML. Nothing is imported here, so that neither side loads what is the other's.
"""
