"""Make the PDFs of a release in parallel, in processes or on a cluster."""
