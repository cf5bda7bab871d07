"""The import of workbooks: check, application, undoing, commands, pages."""
