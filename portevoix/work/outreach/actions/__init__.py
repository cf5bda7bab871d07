"""What changes the rows of the package."""
