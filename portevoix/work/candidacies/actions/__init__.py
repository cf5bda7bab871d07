"""What is written about calls and candidacies: keyword-only, `by=`, in one transaction, in the journal; refusals are French sentences."""
