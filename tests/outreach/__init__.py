"""Tests of « Devenir représentant »."""
