"""What indexing reports, and what a check of the set-up finds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed; ``error`` says why in one line."""

    file: str
    error: str


@dataclass(frozen=True, slots=True)
class WithheldSpan:
    """A stretch of an indexed article that is not used as evidence; ``quote`` is its text.

    ``reason`` says how it was recognised as an instruction: "addresses a bot".
    """

    file: str
    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class SkippedFiles:
    """Files of one kind in the articles folder that are not read, and what to do about them.

    ``kind`` names them in the plural ("Word 97 documents"); ``files`` are their names, sorted.
    """

    kind: str
    files: tuple[str, ...]
    advice: str

    @property
    def text(self) -> str:
        """One line: "images (12 files, such as a.png): ..."."""
        many = len(self.files) > 1
        named = f"{len(self.files):,} files, such as {self.files[0]}" if many else self.files[0]
        return f"{self.kind} ({named}): {self.advice}"


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """A folder that cannot be listed, or is suddenly empty: its articles stay in the index.

    ``folder`` is relative to the articles folder, "." for that folder itself. ``files`` counts
    the files that stay as they were; ``reason`` says in one line what is wrong and what to do.
    """

    folder: str
    files: int
    reason: str

    @property
    def text(self) -> str:
        """One line: "archive: its 12 files stay as they were, because it is empty; ..."."""
        name = "the articles folder" if self.folder == "." else self.folder
        if not self.files:
            return f"{name}: {self.reason}"
        stay = "file stays as it was" if self.files == 1 else "files stay as they were"
        return f"{name}: its {self.files:,} {stay}, because it {self.reason}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a file as it was read; ``dropped`` is why it is not story, or None."""

    start: int
    end: int
    text: str
    dropped: str | None = None


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """How an article was read: what was kept of the file, and what was dropped, in order."""

    file: str
    title: str
    notes: tuple[str, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What a re-index did, or would do if it was a dry run. ``passages`` is the new total.

    ``skipped_files`` and ``kept`` say which files were not looked at, and why.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    failed: tuple[Failure, ...] = ()
    passages: int = 0
    seconds: float = 0.0
    embedded: int = field(default=0)
    skipped_files: tuple[SkippedFiles, ...] = ()
    kept: tuple[KeptFolder, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a re-index is. ``stage`` is shown to people: reading, embedding or writing."""

    done: int
    total: int
    stage: str


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One finding of the doctor. ``advice`` says what to do about it, if anything.

    ``serious`` says of what is not ok that it must be put right before the bot can work.
    """

    name: str
    ok: bool
    detail: str
    advice: str | None = None
    serious: bool = True

    @property
    def failed(self) -> bool:
        """Whether the bot cannot work."""
        return self.serious and not self.ok
