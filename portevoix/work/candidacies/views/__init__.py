"""Pages about calls and candidacies."""
