"""The pages of the activity."""
