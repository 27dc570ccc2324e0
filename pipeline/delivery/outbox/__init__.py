"""The outbox: every mail that was ever to be sent, its frozen bytes, and what became of it."""
