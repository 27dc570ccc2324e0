"""Danish text, numbers, dates and names: how they are read and written, and the catalogs of the reports' languages."""
