"""`output/releases`: make a release's files, check them, publish them, number revisions, keep the history."""
