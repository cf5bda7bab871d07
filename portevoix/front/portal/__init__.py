"""Public pages: who represents me, open seats near me, a body and its composition."""
