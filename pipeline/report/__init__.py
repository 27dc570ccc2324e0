"""The content of a report: `model` (frozen values), `compose`, the `tables` behind it, `words`."""
