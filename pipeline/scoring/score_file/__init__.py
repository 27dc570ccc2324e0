"""Score one table by one policy: a workbook or CSV file enters, the same areas with index, ranks, criteria and statuses leave.

The reports do not come this way. It is for trying a policy, for other people's tables, and for reproducing published indices.
Never: a value that is not in the table or the policy, a number where one is missing, a name of the law without »egen beregning«.
"""
