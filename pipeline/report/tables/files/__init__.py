"""Write the tables as `tabeller.xlsx` and as the files attached to each PDF."""
