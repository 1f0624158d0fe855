"""Measurements: ``__main__`` for all that the design wants held, ``mutants`` for faults that no test catches."""
