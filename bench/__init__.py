"""Measurements on this machine: ``core`` against the figures to hold, ``mutants`` for faults that no test catches."""
