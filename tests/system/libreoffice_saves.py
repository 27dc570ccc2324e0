"""Open a workbook in LibreOffice, and save it once for each number on standard input; run by the system's Python, which has uno.

Usage: python3 libreoffice_saves.py PIPE FILE SHEET CELL TEXT: the cell gets the text with the number.
"""

import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

pipe, file, sheet, cell, text = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(240):
    try:
        office = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.5)
desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(file), "_blank", 0, (PropertyValue("Hidden", 0, True, 0),))
sys.stdout.write("open\n")
sys.stdout.flush()
for line in sys.stdin:
    book.Sheets.getByName(sheet).getCellRangeByName(cell).String = text.format(line.strip())
    book.store()
    sys.stdout.write(line)
    sys.stdout.flush()
book.close(True)
desktop.terminate()
