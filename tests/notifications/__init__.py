"""Messages: texts, writing, sending, faults, pages."""
