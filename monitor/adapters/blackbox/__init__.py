"""The contract of ``/probe`` as users of blackbox_exporter know it."""
