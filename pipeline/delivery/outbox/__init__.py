"""The outbox: every mail ever queued, its frozen bytes, and its state."""
