"""The door through which reality comes in: the workbooks of the agencies, read, checked, applied, undone."""
