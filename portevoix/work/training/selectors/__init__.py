"""Reads of the training."""
