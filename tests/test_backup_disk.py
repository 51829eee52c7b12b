"""`congtin db backup` and `db restore` onto a full disk: the disk is named, and nothing is lost or left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import congtin
from databases import needs_sqlite
from small_disks import small_disk
from store_samples import FULL, fill

from pipeline.store import open_store


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Of less than a backup takes."""
    with small_disk(tmp_path / "disk", "256k") as disk:
        yield disk


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose database holds something."""
    folder = tmp_path / "data"
    folder.mkdir()
    with open_store(f"sqlite:///{folder}/congtin.db") as store:
        fill(store, FULL)
    return folder


@needs_sqlite
def test_a_backup_that_finds_no_room_names_its_disk_and_leaves_nothing(data: Path, disk: Path):
    full = congtin("db", "backup", str(disk / "a.db"), data=data)
    assert full.code == 4
    assert f"{disk}/a.db: the backup cannot be written: its disk takes no more" in full.err
    assert "Traceback" not in full.err
    assert list(disk.iterdir()) == []


@needs_sqlite
def test_a_restore_that_finds_no_room_blames_the_disk_and_not_the_backup(
    data: Path, disk: Path, tmp_path: Path
):
    backup = tmp_path / "backup.db"
    assert congtin("db", "backup", str(backup), data=data).code == 0
    full = congtin("db", "restore", str(backup), data=disk)
    assert full.code == 4
    assert f"{disk}: no room for a copy of the backup" in full.err
    assert "earlier backup" not in full.err
    assert not (disk / "congtin.db").exists()
