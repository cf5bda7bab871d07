"""Columns of the lists of the training."""
