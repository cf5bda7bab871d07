"""Dates, periods, words and numbers as the French write them; the embedded PostgreSQL."""
