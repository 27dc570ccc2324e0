"""Score a table by a policy: reads a workbook or CSV file, returns the same areas with index, ranks, criteria and statuses.

The reports do not use this. It serves to try out a policy, to score other tables, and to reproduce published indices.
Never: a value that is not in the table or the policy, a number in place of a missing one, a legal status without »egen beregning«.
"""
