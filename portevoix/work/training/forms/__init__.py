"""What people write about the training."""
