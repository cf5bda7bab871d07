"""What is written of the activity."""
