"""Reads the files of establishments (SAE, the product's own CSV, FINESS flows) and compares them with the register.

Nothing here touches the database: parsers give `EstablishmentRecord`s, `differ` turns them into changes, and
`actions.establishments` applies them.
"""
