"""Forms of the package."""
