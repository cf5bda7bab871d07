"""Pages that cross domains and open data; no rule lives here."""
