"""The rules of the house, checked on the code itself."""
