"""When Java's archive of Kafka's classes is made, moved into the cache, and used."""

from pathlib import Path

from streams.broker.class_archive import options


def test_the_first_broker_makes_an_archive_in_its_folder(tmp_path: Path) -> None:
    """Nothing is there yet."""
    assert options(tmp_path / "all.jsa", tmp_path) == [
        f"-XX:ArchiveClassesAtExit={tmp_path / 'classes.jsa'}"
    ]


def test_the_next_one_shares_it_with_all(tmp_path: Path) -> None:
    """What was made is moved to where every broker looks."""
    made, archive = tmp_path / "classes.jsa", tmp_path / "all.jsa"
    made.write_bytes(b"\xa8\xab\x0b\xf0 classes")

    assert options(archive, tmp_path) == [f"-XX:SharedArchiveFile={archive}"]
    assert archive.read_bytes().endswith(b"classes")
    assert not made.exists()


def test_an_archive_that_java_was_killed_over_is_made_again(tmp_path: Path) -> None:
    """Its head is still empty: Java writes it last."""
    (tmp_path / "classes.jsa").write_bytes(bytes(4) + b"classes")

    [option] = options(tmp_path / "all.jsa", tmp_path)

    assert option.startswith("-XX:ArchiveClassesAtExit=")
