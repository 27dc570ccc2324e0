"""What a report says: `model` (frozen values), `compose`, `tables` behind it, `words`."""
