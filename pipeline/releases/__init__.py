"""`output/releases`: make a release's files, check and publish them, number revisions, keep the history."""
