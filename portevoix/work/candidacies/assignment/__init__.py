"""Who could sit where: proposes the best assignment of the seats of a call; a person decides (RGPD, article 22)."""
