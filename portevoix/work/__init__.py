"""The capabilities: each one is a stranger to the others."""
