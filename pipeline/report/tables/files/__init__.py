"""Write the tables as `tabeller.xlsx` and as the files that travel in each PDF."""
