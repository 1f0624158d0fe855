"""The OpenAPI 3.1 document of the API, as data. A test holds it against the routes and the keys of our files.

Read ``operations`` for what can be asked, ``bodies`` for what is taken, ``facts`` for what is answered.
"""

from monitor.adapters.server.api.openapi.document import document

__all__ = ["document"]
