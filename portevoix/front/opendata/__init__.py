"""Tables that anybody may take, with their definitions."""
