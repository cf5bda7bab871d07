"""The reads of the directory: made for a page, a form or an action."""
