"""The journey workbook (.xlsx), out and back: what a person changed in it becomes edits of the map."""

from cjm_research.exchange.journey_xlsx.workbook import (
    blank_map,
    is_journey_workbook,
    read_journey_edits,
    read_journey_workbook,
    read_journey_xlsx,
    write_cards_csv,
    write_cards_xlsx,
    write_journey_xlsx,
    write_template_xlsx,
)

__all__ = [
    "blank_map",
    "is_journey_workbook",
    "read_journey_edits",
    "read_journey_workbook",
    "read_journey_xlsx",
    "write_cards_csv",
    "write_cards_xlsx",
    "write_journey_xlsx",
    "write_template_xlsx",
]
