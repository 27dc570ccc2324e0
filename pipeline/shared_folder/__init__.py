"""A folder shared with people who have no terminal: what they save is checked, and the answers are pages and files beside it."""
