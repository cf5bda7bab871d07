"""The tests: the folders mirror `portevoix/`; `architecture/` holds the rules of the house."""
