"""Grafana dashboards as plain Python that writes classic JSON: ``python -m dashboards``.

Read ``queries`` for what is asked of Prometheus, ``panels`` and ``defaults`` for how it looks, and one module for each
dashboard (``overview``, ``service``, ``maintenance``, ``slo``, ``monitor``) for what stands where. ``lint`` holds the
result against the demands of dashboard-linter.
"""
