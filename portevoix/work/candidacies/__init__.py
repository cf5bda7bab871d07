"""From a call on vacant seats to the decision: calls, candidacies of associations, examination, wishes, repositioning."""
