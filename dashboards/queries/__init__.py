"""What is asked of Prometheus, apart from how it is drawn.

Every selector stands under ``max by``, so that a redundant pair of monitors counts once. Names of metrics are those of
``docs/metrics.md``; names of recorded series those of ``config/prometheus/rules``.
"""
