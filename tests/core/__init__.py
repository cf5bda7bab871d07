"""Tests of `portevoix.base.core`."""
