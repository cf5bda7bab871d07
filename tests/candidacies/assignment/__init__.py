"""The proposal of an assignment."""
