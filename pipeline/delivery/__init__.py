"""Mails: the gates before sending, the outbox, and the conversation with the relay."""
