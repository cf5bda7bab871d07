"""Measured workloads on data of their own: `make bench`, or `make bench ONLY=name` for one.

database  a database made for the occasion on the server of `DATABASE_URL`, else on an embedded one; dropped at the end
nation    30 000 seats and ten years of mandates, the same at each run
measure   how something is measured: median and 95th percentile, size, memory
workloads what is measured, each a generator of results
"""
