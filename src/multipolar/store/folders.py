"""What kind of folder saves are in: SQLite's log needs one that only this machine writes to.

On a network drive two machines do not see each other's locks on the log; and a program that synchronises a
folder carries the database and its log away one by one, at different times. There every step is written
into the one file instead, which takes longer.
"""

import re
from collections.abc import Iterable
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = frozenset((
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "lustre",
    "gfs2", "ocfs2", "davfs", "vboxsf", "prl_fs", "vmhgfs", "virtiofs", "fuse.sshfs", "fuse.rclone",
    "fuse.glusterfs", "fuse.vmhgfs-fuse", "fuse.gvfsd-fuse", "fuse.s3fs", "fuse.davfs2",
    "fuse.google-drive-ocamlfuse", "fuse.cephfs",
))  # fmt: skip
_SYNCHRONISED = (
    (re.compile(r"dropbox( .*)?"), "Dropbox"),
    (re.compile(r"onedrive( ?- ?.*)?"), "OneDrive"),
    (re.compile(r"google ?drive|my drive"), "Google Drive"),
    (re.compile(r"i?cloud ?drive|mobile documents|icloud.*"), "iCloud"),
    (re.compile(r"nextcloud.*"), "Nextcloud"),
    (re.compile(r"owncloud.*"), "ownCloud"),
    (re.compile(r"pcloud ?drive|megasync|seafile"), "a cloud drive"),
)
_MARKS = (
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".sync_*.db", "Nextcloud"),
    ("._sync_*.db", "ownCloud"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".sync/ID", "Resilio Sync"),
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def shared_by(folder: Path) -> str:
    """What else may write to or carry away what is in a folder, in words; empty when nothing is known to.

    Args:
        folder: which need not exist yet.
    """
    place = folder.expanduser().resolve()
    kind = _kind_of(place, _mounts())
    if kind in _NETWORK:
        return f"a network drive ({kind})"
    for parent in (place, *place.parents):
        for name, program in _SYNCHRONISED:
            if name.fullmatch(parent.name.lower()):
                return f"a folder that {program} synchronises"
        for mark, program in _MARKS:
            if _has(parent, mark):
                return f"a folder that {program} synchronises"
    return ""


def _has(folder: Path, mark: str) -> bool:
    try:
        return any(folder.glob(mark))
    except OSError:
        return False


def _mounts() -> Iterable[str]:
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()


def _kind_of(place: Path, mounts: Iterable[str]) -> str:
    """The kind of file system a place is on: that of the mount that is nearest above it."""
    nearest, kind = -1, ""
    for line in mounts:
        mounted, dash, rest = line.partition(" - ")
        words = mounted.split()
        if not dash or len(words) < 5:
            continue
        point = Path(_ESCAPE.sub(lambda match: chr(int(match[1], 8)), words[4]))
        depth = len(point.parts)
        # Of two on one point the later hides the earlier.
        if depth >= nearest and (point == place or point in place.parents):
            nearest, kind = depth, rest.split()[0]
    return kind
