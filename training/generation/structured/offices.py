"""Offices: what offices and shops write about people: bills, tickets, notes of clinics, slips."""

from collections.abc import Mapping

from nomen.training.generation.world import Genre
from nomen.training.generation.writing import framed, repeated

GENRES: Mapping[str, Genre] = {
    "bill": framed("bill"),
    "ticket": framed("ticket"),
    "memo": framed("memo"),
    "clinical note": framed("clinic_note"),
    "clinical talk": framed("clinic_talk"),
    "clinical line": repeated("clinic_line", fewest=1, most=4, between=("\n", " ")),
    "ward talk": framed("ward_talk"),
    "ward note": framed("ward_note"),
    "appointments": repeated("appointment_slip", fewest=1, most=6, between=("\n", "\n\n")),
    "inscription": framed("inscription"),
}
