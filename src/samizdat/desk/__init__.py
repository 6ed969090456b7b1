"""The editors' folder → checked rules."""

from samizdat.desk.folder import read_folder, survey_folder, survey_names
from samizdat.desk.judge import Judge, Verdict
from samizdat.desk.kinds import kind_of
from samizdat.desk.read import read_desk
from samizdat.desk.values import Desk, Fault, Inspect, Newsrooms, Problem
from samizdat.desk.view import at, next_turn

__all__ = [
    "Desk",
    "Fault",
    "Inspect",
    "Judge",
    "Newsrooms",
    "Problem",
    "Verdict",
    "at",
    "kind_of",
    "next_turn",
    "read_desk",
    "read_folder",
    "survey_folder",
    "survey_names",
]
