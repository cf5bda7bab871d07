"""Reads the reference data that ships with the product (`data/`); nothing here touches the database."""
