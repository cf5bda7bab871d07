"""Messages that leave: written with the act that causes them, sent by the worker, each one followed to its end."""
