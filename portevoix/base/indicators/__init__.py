"""The register of indicators: what each one counts, for whom, in which unit. Packages declare theirs in a module `indicators`.

A value is computed when it is asked for, for a scope and a period; with less people than the threshold behind it, it is not told.
"""
