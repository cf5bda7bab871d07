"""Tests of the activity: the journal, the expenses, the leave, the figures."""
