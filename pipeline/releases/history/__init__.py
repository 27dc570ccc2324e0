"""The history of runs: a database of runs and approvals, a JSON log, and the pulse files. For the analysts only; never sent anywhere."""
