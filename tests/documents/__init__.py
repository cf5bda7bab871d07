"""Documents: what is drawn, what is kept, what is checked."""
