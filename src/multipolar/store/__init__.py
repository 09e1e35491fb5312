"""Saves: exercises as rows in a database, and as exported files that open on any machine.

The store knows nothing of the rules: an event is canonical bytes with a number, chained by hashes.
"""

from multipolar.store.errors import (
    Ambiguous,
    Conflict,
    Damaged,
    Full,
    Gone,
    Locked,
    NewerVersion,
    NotFound,
    ReadOnly,
    SaveError,
    Unsure,
)
from multipolar.store.exports import (
    export_save,
    import_save,
    read_export,
    readable_export,
    take_in,
    verify_export,
)
from multipolar.store.folders import shared_by
from multipolar.store.opening import open_saves
from multipolar.store.places import locate
from multipolar.store.port import LEASE_SECONDS, Saves, Together
from multipolar.store.records import Beat, Done, Entry, Header, Note, Report
from multipolar.store.witness import state_folder

__all__ = [
    "LEASE_SECONDS",
    "Ambiguous",
    "Beat",
    "Conflict",
    "Damaged",
    "Done",
    "Entry",
    "Full",
    "Gone",
    "Header",
    "Locked",
    "NewerVersion",
    "NotFound",
    "Note",
    "ReadOnly",
    "Report",
    "SaveError",
    "Saves",
    "Together",
    "Unsure",
    "export_save",
    "import_save",
    "locate",
    "open_saves",
    "read_export",
    "readable_export",
    "shared_by",
    "state_folder",
    "take_in",
    "verify_export",
]
