"""Make the PDFs of a release side by side, in processes or on a cluster."""
