"""Who did what: the journal of actions, and the context of the row history."""
