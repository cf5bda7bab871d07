"""The typed components. One positional argument (the words), the others by name; an unknown argument or kind is an error.

`{% load ui %}` gives them all; `manage.py document_components` writes their list to `docs/components.md`.
"""
