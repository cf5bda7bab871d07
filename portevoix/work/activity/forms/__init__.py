"""The forms of the activity."""
