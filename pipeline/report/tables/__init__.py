"""The tables behind the reports, made from the compared numbers and not from the reports: each report is checked against them."""
