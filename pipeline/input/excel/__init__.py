"""Reading Excel workbooks cell by cell, each value with its own address, whatever the file is.

Enters: the path of a file that nobody has checked. Leaves: `WorkbookCells`, or `Refused` with the reason.
Never: a value that Excel does not show, a macro that runs, a link that is followed, a crash that takes the program with it.
"""
