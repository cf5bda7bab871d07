"""The shape of what people type about the directory; what must always hold is in the constraints and the actions."""
