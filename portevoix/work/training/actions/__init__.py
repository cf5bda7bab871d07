"""Writes of the training."""
