"""What a list of windows needs, read quickly: a command that is typed again and again must not wait for libraries.

With the standard library and a YAML parser alone, because what reads the whole configuration and the ledger elsewhere
takes longer to load than the list to make. Answers only where it is sure to say what those would say, else nothing:
then they have to be asked. A test holds both against each other.
"""

from monitor.adapters.glance.look import Glance, glance

__all__ = ["Glance", "glance"]
