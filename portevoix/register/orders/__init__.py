"""Designation orders: drafted from dated templates, guarded, numbered, signed by a second person; mandates begin by them."""
