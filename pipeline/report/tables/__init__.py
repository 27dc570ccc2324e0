"""The tables behind the reports, made from the compared numbers and not from the reports, which are checked against them."""
