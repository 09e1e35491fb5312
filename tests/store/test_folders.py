"""Folders that bear no log beside a database: network drives and synchronised ones."""

from pathlib import Path

import pytest

from multipolar.store import folders

ROOT = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw"


def mounted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *lines: str) -> None:
    table = tmp_path / "mountinfo"
    table.write_text("\n".join((ROOT, *lines)) + "\n")
    monkeypatch.setattr(folders, "MOUNTS", table)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_drive_is_known_by_its_mount(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounted(monkeypatch, tmp_path, f"40 22 0:44 / {tmp_path}/our\\040drive rw - {kind} server:/ rw")
    assert kind in folders.shared_by(tmp_path / "our drive/saves")
    assert folders.shared_by(tmp_path / "elsewhere") == ""


def test_a_disk_mounted_below_a_network_drive_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounted(
        monkeypatch,
        tmp_path,
        f"40 22 0:44 / {tmp_path}/net rw - nfs4 server:/ rw",
        f"41 40 8:2 / {tmp_path}/net/disk rw - ext4 /dev/sdb1 rw",
    )
    assert folders.shared_by(tmp_path / "net/disk/saves") == ""
    assert "nfs4" in folders.shared_by(tmp_path / "net/saves")


def test_of_two_mounts_on_one_point_the_later_hides_the_earlier(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drive = f"40 22 0:44 / {tmp_path}/over rw - nfs4 server:/ rw"
    disk = f"41 22 8:2 / {tmp_path}/over rw - ext4 /dev/sdb1 rw"
    mounted(monkeypatch, tmp_path, drive, disk)
    assert folders.shared_by(tmp_path / "over") == ""
    mounted(monkeypatch, tmp_path, disk, drive)
    assert "nfs4" in folders.shared_by(tmp_path / "over")


def test_lines_that_name_no_mount_are_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drive = f"40 22 0:44 / {tmp_path}/net rw - nfs4 server:/ rw"
    mounted(monkeypatch, tmp_path, "", "22 1 8:1 / - ext4", f"42 22 0:9 / {tmp_path}/net rw ext4", drive)
    assert "nfs4" in folders.shared_by(tmp_path / "net")


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("Dropbox", "Dropbox"),
        ("OneDrive - University of Oskara", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(
    name: str, program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounted(monkeypatch, tmp_path)
    assert program in folders.shared_by(tmp_path / name / "lessons/saves")


@pytest.mark.parametrize(("mark", "program"), [(".stfolder", "Syncthing"), (".sync_1f.db", "Nextcloud")])
def test_a_synchronised_folder_is_known_by_what_its_program_leaves(
    mark: str, program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounted(monkeypatch, tmp_path)
    (tmp_path / "shared/saves").mkdir(parents=True)
    (tmp_path / "shared" / mark).touch()
    assert program in folders.shared_by(tmp_path / "shared/saves")


def test_where_mounts_cannot_be_read_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(folders, "MOUNTS", tmp_path / "nothing")
    assert folders.shared_by(tmp_path / "saves") == ""
