"""What the runs have done: a database of runs and approvals, a log of JSON lines, and a pulse. The analysts' own; never sent anywhere."""
