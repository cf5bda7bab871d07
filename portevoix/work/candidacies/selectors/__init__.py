"""What is read about calls and candidacies."""
