"""The policies' arithmetic: value → transform → normalise → weight → aggregate → classify, each step a small function on arrays.

Enters: numbers and a policy. Leaves: numbers; missing ones are NaN and stay NaN unless the policy says otherwise.
Never: a file, text for readers, a rule that is not in the policy. docs/method.md shows the formulas.
"""
