"""Reading and writing Danish text, numbers, dates and names, and the catalogs of the reports' languages."""
