"""The one state engine: a table of steps, one owner per state, a lock, a trace."""
