"""The writes of the directory: keyword-only, in one transaction, in the journal."""
