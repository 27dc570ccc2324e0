"""How the numbers of a table's column come about, in words. A formula names other columns by their heads, in » «."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.language.language import N_

FORMULAS: Final[Mapping[str, str]] = {
    "count": N_(
        "The cell of an area or the city; of a district or forum the sum of the cells named in »Cells of the number«. A small count is written "
        "as its class and counts as its middle, and others may be rounded: see »Limits and settings« and the cover."
    ),
    "base": N_("The cell of an area or the city; of a district or forum the sum of the cells named in »Cells of the base«."),
    "share": N_("»Number« / »Base«; of a small count what is true of all numbers of its class."),
    "low_now": N_("Interval of the share (Wilson) from »Number« and »Base«; of the reported year alone, and none for dwellings."),
    "high_now": N_("Interval of the share (Wilson) from »Number« and »Base«; of the reported year alone, and none for dwellings."),
    "city_share": N_(
        "The city's number / the city's base of the same year: the two cells in »Cells of the city«. Without cells they are the sums of all areas."
    ),
    "relative": N_("100 × »Share« / »City's share«."),
    "threshold": N_("»City's share« × the policy's multiple, see »Limits and settings«."),
    "met": N_("Yes where »Share« is at least »Limit«; missing where the numbers of a small count's class do not agree."),
    "near": N_("Yes where the interval of the share spans »Limit«."),
    "share_before": N_("»Share« of the same unit and indicator in »Indicators«, the earlier year."),
    "share_now": N_("»Share« of the same unit and indicator in »Indicators«, the reported year."),
    "change_pp": N_("100 × (»Share now« − »Share before«)."),
    "low_pp": N_("Interval of the change (Newcombe) from both years' numbers and bases, times 100; none for dwellings."),
    "high_pp": N_("Interval of the change (Newcombe) from both years' numbers and bases, times 100; none for dwellings."),
    "verdict": N_("The rule on the last page of every report; its limits are in »Limits and settings«."),
    "residents": N_("The cell of an area or the city; of a district or forum the sum of its areas' cells named in »Cells«."),
    "criteria_known": N_("How many indicators of the same unit and year have an answer in »Criterion met« in »Indicators«."),
    "criteria": N_("How many indicators of the same unit and year have »Criterion met« in »Indicators«."),
    "index": N_("The mean of the indicators' »Share, city = 100« of the same unit and year, with the policy's weights."),
    "status": N_("Yes where »Criteria met« is at least the policy's number; areas alone have one."),
    "deprived": N_("How many areas of the district or forum are deprived in this table in the same year."),
    "known": N_("How many areas of the district or forum have a known status in this table in the same year."),
    "firm": N_("No where the status changes in more of the trials with other limits than »Limits and settings« allows."),
    "deprived_before": N_("How many areas of the forum are deprived in the earlier year in »Index and status«."),
    "known_before": N_("How many areas of the forum have a known status in the earlier year in »Index and status«."),
    "deprived_now": N_("How many areas of the forum are deprived in the reported year in »Index and status«."),
    "known_now": N_("How many areas of the forum have a known status in the reported year in »Index and status«."),
    "index_before": N_("»Index, city = 100« of the forum and the earlier year in »Index and status«."),
    "index_now": N_("»Index, city = 100« of the forum and the reported year in »Index and status«."),
    "index_change": N_("The index of the reported year less that of the earlier year, rounded as the report prints it."),
    "improved": N_("How many judged indicators of the forum have this verdict in »Changes«."),
    "worsened": N_("How many judged indicators of the forum have this verdict in »Changes«."),
    "unchanged": N_("How many judged indicators of the forum have this verdict in »Changes«."),
    "unclear": N_("How many judged indicators of the forum have this verdict in »Changes«."),
    "not_judged": N_("How many judged indicators of the forum have none of the other verdicts in »Changes«."),
    "above_city": N_("How many shares of the forum lie above the city's in the reported year, both rounded to one decimal."),
    "left": N_("How many areas that are the same in both years were deprived and are so no longer."),
    "entered": N_("How many areas that are the same in both years were not deprived and are so now."),
    "checks": N_("How many checks of the forum »Checks of the conclusions« has."),
    "checks_holding": N_("How many of them hold."),
    "checks_worse": N_("How many of them say this."),
    "checks_better": N_("How many of them say this."),
    "checks_unchanged": N_("How many of them say this."),
    "checks_mixed": N_("How many of them say this."),
    "checks_unclear": N_("How many of them say this."),
    "checks_unmade": N_("How many of them say this."),
    "check_verdict": N_("The rule of the conclusion on the numbers of this row."),
    "holds": N_("Yes where the check says the same as the forum's own numbers."),
    "least_points": N_(
        "The larger of the policy's least change and its multiple of the standard error of the index, rounded up to one decimal; see the method."
    ),
    "over_before": N_("»Index before« as it is printed, less 100, as a share."),
    "over_now": N_("»Index now« as it is printed, less 100, as a share."),
    "residents_before": N_("Residents of the deprived areas / residents of all areas of the forum, the earlier year."),
    "residents_now": N_("Residents of the deprived areas / residents of all areas of the forum, the reported year."),
    "not_firm": N_("How many statuses of the forum's areas are not firm in »Index and status«, both years."),
    "direction_draws": N_("In how many of the trials the forum's index moves in the same direction, rounded down to whole per cent."),
    "findings": N_("How many rows of the forum, or of the whole city, »Data quality« has."),
    "forums": N_("How many forums have this verdict in »Conclusions«."),
    "from": N_("»To index« of the row above; of the first row the forum's index of the earlier year in »Index and status«."),
    "to": N_("»From index« + »In all, points«; of the last row the forum's index of the reported year."),
    "total": N_("100 × weight / sum of weights × (»Share now« / city's share now − »Share before« / city's share before)."),
    "own": N_("The part of »In all, points« that comes from the forum's own share: its change × the mean of 1 / city's share."),
    "city": N_("»In all, points« less »Forum's part, points«."),
    "yearly_dkk": N_(
        "Before: »Budget, DKK« / the number of years from the first to the last. Now: sum of »Budget a year, DKK« of the running plans in »Plans«."
    ),
    "fixed_dkk": N_(
        "As »Budget a year, DKK« from the same lines, each times the price index of the reported year / that of its own year, see »Limits and "
        "settings«."
    ),
    "plan_yearly_dkk": N_("»Budget, DKK« / »Length in years«, rounded to whole kroner."),
    "budget_sum": N_("Sum of »Budget, DKK« of the plans of this phase in »Plans«."),
    "years": N_("From »Start« to »End«, both included: whole years, and the days left over as parts of 365."),
    "total_dkk": N_("Sum of the cells in »Cells of the budget«; hours times the rate in »Limits and settings«."),
    "lbf_dkk": N_("Of these the lines whose payer is LBF."),
    "municipality_dkk": N_("Of these the lines whose payer is the municipality, all administrations."),
    "tmf_dkk": N_("Of these the lines whose administration is TMF."),
    "housing_dkk": N_("Of these the lines whose payer is the housing organisation."),
    "other_dkk": N_("Of these the lines with other payers."),
    "lbf_share": N_("»LBF, DKK« / »Budget, DKK«."),
    "municipality_share": N_("»The municipality, DKK« / »Budget, DKK«."),
    "tmf_share": N_("»Of this TMF, DKK« / »Budget, DKK«."),
    "housing_share": N_("»Housing organisations, DKK« / »Budget, DKK«."),
    "other_share": N_("»Others, DKK« / »Budget, DKK«."),
    "posts": N_("How many municipal posts there are: each administration's cash and its hours count apart."),
    "first_year": N_("The earliest year of the lines in »Cells of the budget«."),
    "last_year": N_("The latest year of the lines in »Cells of the budget«."),
    "estates": N_("How many rows of the sheet of estates name the plan: »Cells of the estates«."),
    "shortfall_dkk": N_("The agreed share × »Budget, DKK« − »Of this TMF, DKK«, rounded to whole kroner."),
    "plans": N_("How many plans of the forum, or of the whole city, have this phase in »Plans«."),
    "plans_in_order": N_("How many of them have TMF's share as agreed."),
    "plans_off": N_("How many of them do not have TMF's share as agreed."),
    "plans_unapproved": N_("How many of them have no date of the municipality's approval."),
    "plans_too_long": N_("How many of them last longer than agreed."),
    "plans_ending": N_("How many of them end in the reported year."),
    "agreements": N_("How many of them have an agreement in place and in time."),
    "commitments": N_("How many of them have LBF's commitment in place and in time."),
    "approvals": N_("How many of them have the municipality's approval in place and in time."),
    "shortfall_sum": N_("Sum of »Below the agreed share, DKK« of the plans whose share is not as agreed."),
    "hours": N_("Sum of the hours of the lines in »Cells of the budget«."),
    "post_dkk": N_("Sum of the kroner of the lines in »Cells of the budget«; hours times the rate in »Limits and settings«."),
    "post_share": N_("»Post, DKK« / the forum's »Budget, DKK« of the same arrangement in »Who pays«."),
    "number_before": N_("How many rows of the earlier arrangement are among »Cells«."),
    "number_now": N_("How many rows of the present arrangement are among »Cells«; of activities those of running plans."),
    "number_all": N_("How many activities of the present arrangement there are, of plans of any phase."),
    "across_all": N_("How many of these cover more than one estate."),
    "bridges_all": N_("How many of these build a bridge to municipal services."),
    "across_before": N_("How many of them, of the earlier arrangement, cover more than one estate."),
    "across_now": N_("How many of them, of the present arrangement, cover more than one estate."),
    "bridges_before": N_("How many of them, of the earlier arrangement, build a bridge to municipal services."),
    "bridges_now": N_("How many of them, of the present arrangement, build a bridge to municipal services."),
    "line_dkk": N_("The cell."),
    "fingerprint": N_(
        "SHA-256 of what the reports are made of: of a workbook its tables with small counts replaced, of fora.xlsx not the recipients, of the "
        "settings all but delivery, gates and schedule. The place of a number in Excel makes no difference."
    ),
}
