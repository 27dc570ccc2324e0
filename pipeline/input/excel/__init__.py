"""Reading Excel workbooks cell by cell, each value with its own address, however malformed or hostile the file.

Enters: the path of an untrusted file. Leaves: `WorkbookCells`, or `Refused` with the reason.
Never: a value that Excel does not show, a macro that runs, a link that is followed, a file that crashes the program.
"""
