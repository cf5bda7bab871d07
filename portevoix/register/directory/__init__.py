"""Territories, establishments, associations, people, bodies and seats: one dated, sourced reference."""
