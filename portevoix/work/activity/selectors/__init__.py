"""What is read of the activity."""
