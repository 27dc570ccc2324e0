"""The closed lists: text in Excel → value in our tables."""

from __future__ import annotations

ARRANGEMENTS = {"før": "before", "nu": "now"}
YES_NO = {"ja": "yes", "nej": "no"}
SOURCES = {"Landsbyggefonden": "lbf", "Kommunen": "municipality", "Boligorganisation": "housing", "Andre": "other"}
UNITS = {"kroner": "dkk", "timer": "hours"}
APPLICANT_TYPES = {"Boligorganisation": "housing_organisation", "Kommune": "municipality", "Anden": "other"}
LEVELS = {"by": "city", "bydel": "district", "afdeling": "estate"}
DISTRICT_THEMES = {
    "Fritidsjob, UU-vejledning og fremskudt jobindsats": "jobs_and_guidance",
    "Børne- og ungearbejde i bydelen": "children_and_youth",
    "Opsøgende sundhedsindsats": "health_outreach",
    "Møde mellem kommune og udsatte familier, ældre mv.": "meeting_the_municipality",
    "Brobygning til kultur- og foreningsliv": "culture_and_associations",
}
ESTATE_THEMES = {
    "Lokale aktiviteter i afdelingen": "local_activities",
    "Kommunikation og beboernetværk": "communication_and_networks",
}
THEMES = DISTRICT_THEMES | ESTATE_THEMES
ADMINISTRATIONS = {code: code for code in ("ØKF", "KFF", "BUF", "SUF", "SOF", "TMF", "BIF")}
