"""The texts for every kind of problem, one row each; the catalogs hold the translations.

A row has three parts separated by bars, for the columns »found | expected | what to do« of a table; a part may be empty. In a sentence,
`describe` puts »found« and »expected« before them. A finding is one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.language.language import N_
from pipeline.problems.model import Code

FOUND: Final[Mapping[Code, str]] = {
    Code.INPUT_MISSING: N_(
        "no folder of this name, or an empty one | a folder with three workbooks and the settings "
        "| Go to the folder in which {folder} lies, or begin with make template, which writes empty ones."
    ),
    Code.FILE_NOT_WORKBOOK: N_("{kind} | an Excel workbook | Open the file, see what it is, and save the right one as .xlsx."),
    Code.FILE_OLD: N_("Excel's old format .xls | .xlsx | Open the file in Excel and save it as Excel workbook (.xlsx)."),
    Code.FILE_TOO_LARGE: N_("{size} MB | at most {most} MB unpacked | Delete sheets and pictures that the reports do not need."),
    Code.FILE_DOCTYPE: N_(
        "a document type in the part {part}, which no workbook of Excel has | | Do not open the file if you do not know its sender; else save it anew from Excel."
    ),
    Code.FILE_TWICE: N_("the workbook twice, also as {other} | one of them | Delete or move the other."),
    Code.FILE_IS_CHECK_COPY: N_("a marked copy from a check | the workbook itself | Put the original back and correct the errors in that."),
    Code.CELLS_TOO_SPREAD: N_("cells from {first} to {last}, an area of more than {most} cells | | Delete cells far from the table."),
    Code.CELL_TWICE: N_("the cell {cell} twice in the file | | Open and repair the file in Excel and save it."),
    Code.SHEET_MISSING: N_("the sheets {found} | a sheet named {sheet} | {advice}"),
    Code.SHEET_TWICE: N_("the sheet »{found}« beside »{first}«, which means the same | | Rename or delete one of them."),
    Code.SHEET_EMPTY: N_("an empty sheet | headers in row 1 | Fill it in."),
    Code.HEADERS_MISSING: N_(
        "none of the headers | a row of headers that begins with {headers} | Copy the row of headers from an empty workbook; make template writes one."
    ),
    Code.COLUMN_MISSING: N_("no column »{column}« | | {advice}"),
    Code.COLUMN_TWICE: N_("the header »{column}« again; it is already in {first} | | Delete one of the columns."),
    Code.SHAPES_MIXED: N_(
        "both »{column}« and a column »{other}« that is filled in | one of the two ways to write the sheet "
        "| Move everything into the one, and delete the columns of the other."
    ),
    Code.VALUE_MISSING: N_("an empty cell in »{column}« | a value | Fill it in."),
    Code.VALUE_MERGED: N_(
        "merged cells in »{column}«, so that only the first has a value | a value in each cell | Unmerge the cells and write the value in each cell."
    ),
    Code.ROW_STRUCK: N_(
        "row {row} raised, lowered or struck out from end to end | rows that count | Delete the row if it no longer applies. Otherwise take the mark away."
    ),
    Code.ROW_UNFINISHED: N_(
        "»{column}« filled in, but not »{key}« | whole rows "
        "| Fill in the rest of the row. Delete it if a formula was dragged too far down, or if it is a total that does not add up."
    ),
    Code.ERROR_VALUE: N_("Excel's error value {found} in »{column}« | a value | Mend the formula or type the value."),
    Code.FORMULA_UNSAVED: N_(
        "a formula without a saved result in »{column}« | a value | Open the file in Excel, save it, or type the value."
    ),
    Code.CELL_MARKED: N_("»{found}« in »{column}«, of which »{part}« is raised, lowered or struck out | a value alone | {advice}"),
    Code.CELL_COVERED: N_("»{found}« in »{column}«, hidden under the merged cells {area} | an empty cell there | {advice}"),
    Code.NOT_A_COUNT: N_("»{found}« in »{column}« | a whole number ≥ 0 | {advice}"),
    Code.NOT_AN_AMOUNT: N_("»{found}« in »{column}« | a whole number ≥ 0 without unit | {advice}"),
    Code.NOT_A_SHARE: N_(
        "»{found}« in »{column}« | a share between 0 % and 100 % | Format the cell as percent and type the share, such as 12.5 %."
    ),
    Code.NUMBER_AMBIGUOUS: N_(
        "»{found}« in »{column}«, where not all cells write numbers alike | a number that can be read in one way | Is the sign a decimal sign, or does it part thousands? Type the number as a number."
    ),
    Code.SHARE_OR_PERCENT: N_(
        "»{found}« in »{column}«, which holds numbers both up to 1 and above | a share | Share or percent? Format all cells as percent and correct them."
    ),
    Code.DASH_IN_NUMBERS: N_("»{found}« in »{column}«, which may mean none or unknown | a number | {advice}"),
    Code.ROW_BLANK: N_(
        "a row without anything under »{first}« to »{last}« | at least one of these cells filled in | Fill in the row, or delete it."
    ),
    Code.NOT_A_MARK: N_("»{found}« in »{column}« | x or an empty cell | Write x for yes, and leave the cell empty for no."),
    Code.NOT_A_YEAR: N_("»{found}« in »{column}« | a year from 1990 to 2100, such as 2025 | {advice}"),
    Code.NOT_A_DATE: N_("»{found}« in »{column}« | a date from 1990 to 2100, such as 31-12-2025 | {advice}"),
    Code.NOT_A_CHOICE: N_("»{found}« in »{column}« | one of: {choices} | {advice}"),
    Code.NOT_AN_EMAIL: N_("»{found}« in »{column}« | one e-mail address | {advice}"),
    Code.DOMAIN_NOT_ALLOWED: N_(
        "an address at {found} | one of allowed_domains in indstillinger.toml: {domains} | Correct the address, or add the domain there."
    ),
    Code.EMAIL_LETTERS: N_(
        "»{found}« in »{column}« | an address without letters such as ø before the @: many mail servers do not accept them | "
        "Ask the recipient for another address, and write that."
    ),
    Code.TOO_LONG: N_("a text that is too long in »{column}«: »{found}« | | Shorten it to {most} characters."),
    Code.TOO_LARGE: N_("»{found}« in »{column}« | a number of at most {most} digits | Correct it."),
    Code.HIDDEN_CHARACTER: N_("a hidden control character in »{column}«: »{found}« | | Empty the cell and type the text anew."),
    Code.DUPLICATE_KEY: N_("»{found}« again; it is already in {first} | | Delete or correct one of the rows."),
    Code.UNKNOWN_REFERENCE: N_("»{found}« in »{column}« | an id from the sheet {sheet} of {file} | {advice}"),
    Code.TOTAL_MISMATCH: N_("the total {found} | {expected}, the sum of its rows | Correct the total or the rows, or delete the total."),
    Code.TOTAL_OR_RECORD: N_("»{found}«, a label like that of a total, with numbers that are not the sum of other rows | | {advice}"),
    Code.SUM_OF_OTHERS: N_("»{found}«, with numbers that are the sum of all other rows | | {advice}"),
    Code.COUNT_OVER_BASE: N_("the count {count}, which is more than its base {base} in {base_cell} | | Correct one of the two."),
    Code.BASE_ZERO: N_("the base 0 | a number > 0 | {advice}"),
    Code.NO_GLYPH: N_("»{found}« in »{column}«, where the report's typeface lacks {characters} | | Write the text without."),
    Code.CITY_COUNT_ZERO: N_("the count 0 for the whole city | a number > 0 to compare the areas with | Correct it."),
    Code.SHARE_MISMATCH: N_("{found} | {expected} (count divided by base) | Correct the share, the count or the base."),
    Code.NAME_MISMATCH: N_(
        "»{found}«, but {area_id} is »{expected}« in the sheet Områder | | Has a row slipped? Correct the id or the name."
    ),
    Code.AREAS_OVER_CITY: N_("{city} for the city in {year}, but its areas add up to {sum} | | Correct the city or the areas."),
    Code.CITY_REST_IMPOSSIBLE: N_(
        "a count for the city in {year} that leaves {count} of {base} outside the areas | at most all of them "
        "| Correct the city or the areas."
    ),
    Code.DISTRICTS_NOT_CITY: N_(
        "{city} residents of the city in {year}, but its districts in the sheet Bydelstal add up to {sum}, more than {limit} apart | | Correct the city or the districts."
    ),
    Code.PLAN_BUDGET_SUM: N_(
        "{found} | {expected}, the sum of the plan's kroner under »nu« in the sheet Budget | Correct the total or the lines."
    ),
    Code.PERIOD_REVERSED: N_("the end {found} | a day after the start {start} | Correct one of the two."),
    Code.MAP_PLACE_OUTSIDE: N_("{found} in »{column}« | a place on the map from 1 to {most} | Correct it."),
    Code.ABOUT_MISSING: N_("no value for »{field}« | | Add a row with that field and its value."),
    Code.SCHEMA_VERSION_UNKNOWN: N_(
        "schema version »{found}« | a whole number, at most {known} "
        "| The workbook is made for a newer version of the program: use that one, or move the numbers into the template of this one."
    ),
    Code.ROWS_MISSING: N_("no rows under the headers | at least one | Fill in the sheet."),
    Code.YEAR_MISSING: N_("only sheets for {known} | one for {year}, which is to be compared | {advice}"),
    Code.YEAR_NOT_COUNTED: N_(
        "only sheets for {known} | one for a year after {after} and at the latest {last}: the newest that is counted is reported, "
        "and none before the year reported so far | Add the sheet, or name the year: now under [periods] in the settings, or with PERIOD."
    ),
    Code.CITY_YEAR_MISSING: N_("no row for {year}, though there is a sheet for that year | | Add the city's numbers."),
    Code.CITY_YEAR_WITHOUT_SHEET: N_(
        "the year {year}, but no sheet of that name | | Rename the sheet with the areas of that year, or delete the row."
    ),
    Code.DEFINITION_YEAR_WITHOUT_SHEET: N_("a definition for {year}, but no sheet of that name | | Correct the year, or delete the row."),
    Code.DEFINITION_MISSING: N_(
        "no definition of »{indicator}« in {year}, though there is one for other years | | Add a row for that year."
    ),
    Code.LINE_MISSING: N_(
        "no line of »{indicator}« in {year}, though there is one in other years | kroner in all years or in none | Fill in the line."
    ),
    Code.SETTING_MISSING: N_("no such key | one with a value | Add it."),
    Code.SETTING_UNKNOWN: N_("a key that the program does not know | | Correct its spelling or delete it."),
    Code.SETTING_INVALID: N_("{found} | {expected} | Correct the value."),
    Code.TABLE_NOT_A_NUMBER: N_(
        "»{found}« in »{column}« | a number "
        "| If it stands for a missing number, say so in the policy under [input] with »markers«. If not, write the number."
    ),
    Code.TABLE_NEGATIVE: N_("{found} in »{column}« | a number ≥ 0 | Correct it, or write .. if the source withholds it."),
    Code.NUMBER_OR_MARK: N_("»{found}« in »{column}«, which often stands for a missing number | | {advice}"),
    Code.TABLE_PERCENT_MIXED: N_(
        "»{found}« in »{column}«, where other cells are no percent | percent in all cells or in none | Write them alike."
    ),
    Code.TABLE_PERCENT_OPEN: N_(
        "numbers up to 1 only in »{column}«, such as »{found}«, without a percent sign or format | percent "
        "| Is 0.3 here 30 % or 0.3 %? Format the cells as percent and correct them, or rename the header if they are fractions."
    ),
    Code.TABLE_NOT_A_NAME: N_("»{found}« in »{column}« | a text or number that names an area | Correct it."),
    Code.TABLE_NOT_A_YEAR: N_("»{found}« in »{column}« | a year of four digits, such as 2025 | Correct it."),
    Code.TABLE_ROW_TOO_LONG: N_(
        "»{found}« beyond the last header | no cell there "
        "| Is a comma a decimal sign here? Save the file with semicolons between the cells, or as .xlsx."
    ),
    Code.TABLE_SHEETS_SEVERAL: N_("the columns in the sheets {sheets} | them in one sheet | Name it in the policy: sheet under [input]."),
    Code.REFERENCE_ROW_MISSING: N_(
        "no row »{row}«, which »{column}« is compared with | | Add the row, or correct the references of the policy."
    ),
    Code.POLICY_UNKNOWN: N_("no policy »{found}« | one of: {known} | Choose one in indstillinger.toml."),
    Code.WORD_BANNED: N_(
        "»{found}«: {reason} | {instead} | Write it otherwise; only a law is quoted word by word, with its year: »…« (law no. 38 of 2018)."
    ),
    Code.NAME_UNKNOWN: N_(
        "»{found}« in »{column}« | one of our names; nearest: {near} "
        '| Correct it; if it is the same, make alias LIST={of} FROM="{found}" TO="{target}" accepts it.'
    ),
    Code.ALIAS_TARGET_UNKNOWN: N_("»{found}« | one of our names; nearest: {near} | Correct it or delete the line."),
    Code.ALIAS_IS_NAME: N_("»{found}« as another spelling, but it is a name of ours itself | | Delete the line."),
    Code.ALIAS_TAKEN: N_("»{found}« as another spelling of »{name}« already | | Correct the line in the file if that is wrong."),
    Code.SOURCE_SHEET_UNKNOWN: N_("the sheets {found} | {sheet} | Correct »sheet« in kilder.toml."),
    Code.SOURCE_HEADER_MISSING: N_(
        "no header »{header}« in row {rows}; nearest: {near} | | Correct »header« or »header_rows«, or name the column by its letter."
    ),
    Code.SOURCE_HEADER_TWICE: N_(
        "the header »{header}« {number} times: {cells} | | Say which with »occurrence«, or name the column by its letter."
    ),
    Code.SOURCE_TEXT_MISSING: N_("no row with »{found}« in the table | | Correct its spelling or delete it."),
    Code.SOURCE_ROWS_MISSING: N_("no rows from row {first} on | at least one | Correct the rows or filters in kilder.toml."),
    Code.SOURCE_VALUE_MISSING: N_("an empty cell in »{column}« | a value | Say in kilder.toml what an empty cell means: {advice}."),
    Code.SOURCE_ROW_WITHOUT_VALUES: N_(
        "»{found}« in a row without values | a value in each column "
        "| Is it a heading or a note? Set »last_row«, »ends_before«, »skip_rows« or a column with »group_heading«."
    ),
    Code.SOURCE_NOT_A_VALUE: N_(
        "»{found}« in »{column}« | {expected} | Correct »kind« or the rows in kilder.toml, or the cell in the workbook."
    ),
    Code.SOURCE_MARK_UNKNOWN: N_(
        "»{found}« in »{column}« | a number | "
        "Read in the source what it means, and say so in kilder.toml under »markers«: withheld, not_possible, nil or provisional."
    ),
    Code.SOURCE_ERROR_VALUE: N_("Excel's error value {found} in »{column}« | a value | {advice}"),
    Code.SOURCE_PATTERN_MISSED: N_(
        "»{found}« in »{column}«, which the pattern does not match | a text that it matches "
        "| Correct »pattern« in kilder.toml, name the text under »also« if it is to be as it is, or leave the row out with »skip_rows« or »drop«."
    ),
    Code.SOURCE_PATTERN_SLOW: N_(
        "»{pattern}«, which does not come to an end with the texts of the column | a pattern that says in one way what is repeated "
        "| Write it simpler: no + or * around a part that ends with one."
    ),
    Code.SOURCE_ROWS_UNREAD: N_(
        "numbers in the rows {rows}, below the row {end} where the table seems to end | "
        "| Say in kilder.toml where it ends: last_row = {last} if they belong to it, last_row = {end} if they do not."
    ),
    Code.SOURCE_STYLE_OPEN: N_(
        '»{found}« in »{column}«, which can be read in two ways | | Say in kilder.toml number_style = "danish" or "english".'
    ),
    Code.SOURCE_SHARES_MIXED: N_(
        "»{found}« in »{column}«, but »{other}« in {cell} | all of the column as fractions or all as percent "
        '| Say in kilder.toml unit = "percent" or "fraction", or correct the cells.'
    ),
    Code.SOURCE_SHARES_OPEN: N_(
        "numbers up to 1 only in »{column}«, such as »{found}«, without a percent sign or format | a unit "
        '| Is 0.3 here 30 % or 0.3 %? Say in kilder.toml unit = "fraction" (30 %) or "percent" (0.3 %).'
    ),
    Code.SOURCE_TOTAL_WRONG: N_(
        "the total {found} in »{column}« | {expected}, the sum of the {number} rows that it sums "
        "| Correct the rows in kilder.toml, or set additive = false if the source adds up otherwise."
    ),
}
"""Rows whose first part is what was found: in a sentence, »found« is put before it."""

STATED: Final[Mapping[Code, str]] = {
    Code.FILE_MISSING: N_("the file is not there | | {advice}"),
    Code.FILE_UNREADABLE: N_(
        "the file cannot be opened: {reason} | | See that it is a file, that you may open it and that no other program holds it."
    ),
    Code.FILE_EMPTY: N_("the file is empty (0 bytes) | | Fetch it again, or save it anew from Excel."),
    Code.FILE_PASSWORD: N_("the file is protected with a password | | Open it in Excel, remove the password under File, Info, and save."),
    Code.FILE_LABELLED: N_(
        "the file is encrypted by a sensitivity label or by rights management "
        "| | Open it in Excel, choose a label without encryption, or ask its owner to, and save."
    ),
    Code.FILE_TRUNCATED: N_(
        "the file is cut off or damaged | | Fetch it again; if that does not help, open and repair it in Excel and save it."
    ),
    Code.FILE_DAMAGED: N_("the file is damaged in its part {part} ({reason}) | | Open and repair it in Excel and save it."),
    Code.FILE_BOMB: N_(
        "the file unpacks to {ratio} times its size | at most {most} times | Copy its cells as values to a new workbook; do not open a file whose sender you do not know."
    ),
    Code.FILE_CHANGED: N_(
        "the file was changed while it was read | | Save and close it in Excel, wait for the synchronisation, and run again."
    ),
    Code.FILE_TOO_SLOW: N_("reading the file took too long and was stopped | | Copy the cells that are needed to a new workbook."),
    Code.FILE_OUT_OF_MEMORY: N_(
        "reading the file took too much memory and was stopped | | Copy the cells that are needed to a new workbook."
    ),
    Code.FILE_CRASHED: N_(
        "the program stopped while reading the file | | Copy the cells that are needed to a new workbook, and tell the program's developers."
    ),
    Code.KRONER_OR_HOURS: N_(" | either kroner or hours in the line | Fill in one of the two and leave the other empty."),
    Code.ADMINISTRATION_MISMATCH: N_(" | an administration exactly when the source is »Kommunen« | Fill in or empty the cell."),
    Code.THEME_MISMATCH: N_("an activity on the level »bydel« has one of the forum's five themes: {themes} | | Choose one of them."),
    Code.AREA_WITHOUT_FORUM: N_("{area} is in district {found}, which has no forum | | Give the district a forum in fora.xlsx."),
    Code.FORUM_WITHOUT_AREA: N_("the forum {forum} has no areas | | Give it a district with areas, or delete it."),
    Code.FORUM_NOT_COUNTED: N_("none of the areas of the forum {forum} has numbers in the sheet {year} | | Add them, or delete the forum."),
    Code.FORUM_WITHOUT_RECIPIENT: N_("the forum {forum} has no recipient | | Add one in the sheet Modtagere."),
    Code.PLAN_WITHOUT_BUDGET: N_("the plan {plan} has no kroner under the arrangement »nu« | | Add its lines in the sheet Budget."),
    Code.TOML_UNREADABLE: N_("the file cannot be read: {reason} | | Correct it and save."),
    Code.RECORD_DAMAGED: N_(
        "the line of the record of sent mails cannot be read | {head} | Correct the line, or take the file from a backup."
    ),
    Code.POLICY_NOT_FOR_REPORTS: N_("the reports cannot show this policy | {reason} | Use the command score for it, or change the policy."),
    Code.CANNOT_SCORE: N_("»{part}« has no result: {reason} | | Correct the number, or the step in the policy."),
    Code.SOURCE_FILE_MISSING: N_("the file is not there | | Put it there, or correct »file« in kilder.toml."),
    Code.TMF_SHARE_OFF: N_("{plan}: TMF pays {found} of the budget, not {expected}."),
    Code.LBF_SHARE_OVER: N_("{plan}: LBF pays {found} of the budget, more than {expected}."),
    Code.PLAN_TOO_LONG: N_("{plan} lasts from {start} to {end}, more than {years} years."),
    Code.PLAN_WITHOUT_ESTATE: N_("{plan} covers no estate."),
    Code.APPLICANT_NOT_HOUSING: N_("{plan}: the applicant {found} is not a housing organisation."),
    Code.AGREEMENT_MISSING: N_("{plan} has no dated cooperation agreement."),
    Code.AGREEMENT_SHARED: N_("{plan} has the same cooperation agreement {found} as {other}."),
    Code.AGREEMENT_AFTER_START: N_("{plan}: the cooperation agreement of {found} is later than the start on {expected}."),
    Code.APPROVAL_MISSING: N_("{plan} starts on {start} and lacks the municipality's approval."),
    Code.APPROVAL_AFTER_COMMITMENT: N_("{plan}: the municipality approved on {found}, after LBF's commitment of {expected}."),
    Code.COMMITMENT_MISSING: N_("{plan} starts on {start} and lacks LBF's commitment."),
    Code.COMMITMENT_AFTER_START: N_("{plan}: LBF's commitment of {found} is not before the start on {expected}."),
    Code.BUDGET_YEAR_OUTSIDE_PLAN: N_("{plan} has a budget for {found}, but its period is {expected}."),
    Code.BOUNDARY_CHANGED: N_("{area} has another boundary in {now} than in {before}: »Grænseversion« is {found}, and was {expected}."),
    Code.ESTATE_ELSEWHERE: N_("{plan} belongs to {forum}; {number} of its estates lie in areas of {other}."),
    Code.BUDGET_LINE_TWICE: N_("{plan}: the line of {year} is the same as that in {first}, so it may be there twice."),
    Code.AREA_WITHOUT_NUMBERS: N_("{area} has numbers neither in {before} nor in {now}, and is left out."),
    Code.BASES_DIFFER: N_("{area}: »{column}« is {found} in {year}, but »{other}« is {expected}."),
    Code.AREA_NEW: N_("{area} is new since {before}."),
    Code.AREA_CLOSED: N_("{area} is not in the numbers of {now} any more."),
    Code.BASE_JUMPED: N_("{area}: »{column}« goes from {expected} in {before} to {found} in {year}, a change of more than {limit}."),
    Code.SHARE_JUMPED: N_(
        "{area}: »{column}« is in {year}, measured by its base, more than five times or less than a fifth of what it was in {before}: a digit may be "
        "missing, or too many."
    ),
    Code.YEAR_COPIED: N_("The numbers of {year} are those of {before} in {number} of {areas} areas: {columns}."),
    Code.ROW_COPIED: N_("The numbers of {area} in {year} are those of {before} in {number} of {columns} columns."),
    Code.AREA_COPIED: N_("The numbers of {area} in {year} are those of {other}."),
    Code.INDICATOR_COPIED: N_("»{column}« in {year} has the same numbers as »{other}« in {before} in {number} of {areas} areas."),
    Code.COLUMNS_SWAPPED: N_(
        "»{column}« and »{other}« look as if they had changed places in {year} or in {before}: in {number} of {areas} areas each continues the other."
    ),
    Code.COUNT_WITHHELD: N_("»{column}« is withheld by the source for {area} in {year}."),
    Code.COUNT_IMPOSSIBLE: N_("»{column}« cannot occur for {area} in {year}, says the source."),
    Code.COUNT_PROVISIONAL: N_("»{column}« is provisional for {area} in {year}."),
    Code.MACROS_IGNORED: N_("The workbook holds macros; they were not run."),
    Code.LINKS_NOT_FOLLOWED: N_("The workbook links to {links}; the links were not followed, the stored values were read."),
    Code.SHEET_LATER: N_("The sheet is of a later year than {now}, the reported one; the reports do not use it."),
    Code.ROWS_LATER: N_("Rows that were decided or began after {day} only: {number}. The reports do not use them."),
    Code.GROUPS_UNDATED: N_("Steering groups of the present arrangement without »Fra«: {number}. They are counted on {day}."),
    Code.SHEET_BESIDE: N_("The sheet looks like a copy of »{other}«; it was not read."),
    Code.SHEET_HIDDEN: N_("The sheet is hidden; it was read."),
    Code.ROWS_HIDDEN: N_("The rows {rows} are hidden; they were read."),
    Code.COLUMNS_HIDDEN: N_("The columns {columns} are hidden; they were read."),
}
"""Rows whose first part is a complete sentence, or empty."""

WORDS: Final[Mapping[Code, str]] = {**FOUND, **STATED}
