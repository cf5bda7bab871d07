"""Questions about what the package holds."""
