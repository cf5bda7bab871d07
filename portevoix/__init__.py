"""Porte-voix: the seats where users of the health system are represented, and what follows."""
