"""Mailing the reports: checks before sending, the outbox, and the SMTP session with the relay."""
