"""What people write about calls and candidacies."""
