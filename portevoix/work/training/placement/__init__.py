"""Where to hold sessions: plain values in, a proposal out; nothing here reads the database or writes. See docs/training-duty.md."""
