"""Who is who, who sits where, who may what."""
