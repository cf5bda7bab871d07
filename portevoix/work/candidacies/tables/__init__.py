"""Columns of the lists about calls and candidacies."""
