"""One installation and its backup for all tests of backups: each command is a process of its own."""

import pytest

from tests.backups.installations import SEED, make
from tests.tables import migrated


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    """An installation on SQLite with one office, a published month and a pack of its own."""
    folder = tmp_path_factory.mktemp("source")
    packs = folder / "packs"
    (packs / "own").mkdir(parents=True)
    (packs / "own" / "note.txt").write_text("自有", encoding="utf-8")
    made = make(folder / "home", DUBAN_REGIMES=str(packs))
    if made.url is None:
        migrated(made.home, made.env)
    else:
        assert made.duban("migrate")[0] == 0
    made.python(SEED)
    return made


@pytest.fixture(scope="session")
def backup(source, tmp_path_factory):
    """Its backup, sealed, with the file of the passphrase."""
    folder = tmp_path_factory.mktemp("backup")
    (folder / "words").write_text("一句够长的口令 2026\n", encoding="utf-8")
    code, out, err = source.duban("backup", folder / "a.backup", "--passphrase-file", folder / "words")
    assert (code, err) == (0, "") and "已加密" in out and "事项 2 件" in out
    return folder / "a.backup"
