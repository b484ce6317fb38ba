"""The facade of the package: the one object that Discord and the terminal use."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import time
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

from index.answering.context import context_of
from index.asking import MessageAnswerer, Options
from index.config import CoverageConfig
from index.embedding.embedder import EmbedderSource, local_embedder
from index.errors import CoverageError, DatabaseDamaged, UnusableSetting
from index.generation.budget import InMemoryUsage, Usage
from index.ingestion.mending import LedgerMender
from index.ingestion.progress import ProgressCallback
from index.ingestion.updater import IndexUpdater
from index.models import (
    EVERYTHING,
    NOBODY,
    Answer,
    ArticleSummary,
    Asker,
    Citation,
    Draft,
    Event,
    ExtractionReport,
    Failure,
    FeedState,
    HealthCheck,
    KeptFolder,
    KeptPage,
    Polled,
    Progress,
    Reindexed,
    Scope,
    SkippedFiles,
    Turn,
    WithheldSpan,
    file_of,
)
from index.storage.chroma import Chroma, CollectionMissing, server_address
from index.storage.chroma_probe import ChromaGuard
from index.storage.ledger.ledger import LEDGER_FILE, Ledger
from index.storage.ledger.repair import find_damage, mend_ledger, remember_ledger
from index.storage.ledger.state import live_index
from index.storage.lock import FolderLock
from index.storage.vector_store import VectorStore

if TYPE_CHECKING:
    from index.answering.pipeline import CoverageQueryEngine
    from index.briefing.service import BriefingService
    from index.claims.checker import ClaimChecker
    from index.ingestion.web.sources import WebSources
    from index.timeline.service import TimelineService


_P = ParamSpec("_P")
_T = TypeVar("_T")


def _mending(
    method: Callable[Concatenate[Coverage, _P], Coroutine[Any, Any, _T]],
) -> Callable[Concatenate[Coverage, _P], Coroutine[Any, Any, _T]]:
    """Wrap a method that reads the ledger: if that is damaged, it is mended, and read once more."""

    @functools.wraps(method)
    async def mending(self: Coverage, /, *args: _P.args, **options: _P.kwargs) -> _T:
        return await self._mender.run(lambda: method(self, *args, **options))

    return mending


class Coverage:
    """Questions and timelines over a folder of articles.

    Use as ``async with await Coverage.open(config) as coverage``. Every method may raise a
    CoverageError, whose message is one line for a person. Nothing blocks the event loop: SQLite,
    Chroma and the models run in threads. A ledger that turns out to be damaged is mended, and the
    articles are indexed again, before the method that met the damage returns.
    """

    def __init__(
        self,
        config: CoverageConfig,
        embedder: EmbedderSource,
        usage: Usage | None = None,
        lock: FolderLock | None = None,
    ) -> None:
        """Open the ledger. Blocks; use ``open`` instead."""
        if config.chroma_url is not None:
            server_address(config.chroma_url)
        self._config = config
        self._embedder = embedder
        self._lock = lock or lock_folder(config)
        self._own_lock = self._lock if lock is None else None
        try:
            self._ledger = _open_ledger(config)
        except BaseException:
            if self._own_lock is not None:
                self._own_lock.release()
            raise
        self._chroma = Chroma(config.data, config.chroma_url)
        if not self._chroma.shared:
            self._chroma.guard = ChromaGuard(config.data, self._ledger)
        self._store = VectorStore(self._chroma, self._ledger, exact=config.writes_nothing)
        self._updating = IndexUpdater(config, self._ledger, self._chroma, self._store, embedder)
        self._mender = LedgerMender(
            config, self._ledger, self._chroma, self._updating, self._forget_what_was_read
        )
        self._usage = usage
        self._answering: MessageAnswerer | None = None
        self._loading: asyncio.Task[MessageAnswerer] | None = None
        self._outdated: list[MessageAnswerer] = []
        self._web: WebSources | None = None
        self._opening_web = asyncio.Lock()

    @classmethod
    async def open(
        cls,
        config: CoverageConfig,
        embedder: EmbedderSource | None = None,
        usage: Usage | None = None,
        lock: FolderLock | None = None,
    ) -> Coverage:
        """Lock the data folder and open the ledger; Chroma and the models are opened when needed.

        ``usage`` keeps track of the tokens that people spend; the default forgets them when the
        process ends. ``lock`` is that of a caller who has locked the folder already, and releases
        it after the coverage is closed. Raises DataFolderBusy, StorageFull or UnusableSetting.
        """
        return await asyncio.to_thread(cls, config, embedder or local_embedder(), usage, lock)

    async def close(self) -> None:
        """Stop a running re-index and release everything."""
        await self._mender.stop()
        await self._updating.stop()
        if self._loading is not None:  # a thread cannot be stopped
            await asyncio.wait([self._loading])
        if self._web is not None:
            await self._web.close()
        await asyncio.to_thread(self._close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @_mending
    async def warm(self) -> None:
        """Load everything that answers questions, so that the first question is not slower."""
        await self._updating.follow()
        answering = await self._load()
        await answering.engine.arun("What happened?")

    @property
    def indexing(self) -> Progress | None:
        """The progress of the running re-index, or None if there is none."""
        return self._updating.progress

    @_mending
    async def refresh(self, progress: ProgressCallback | None = None) -> Reindexed | None:
        """Re-index if files have changed, judging by their sizes and times; else return None.

        Also returns None while a re-index is running: until it ends, answers come from the index
        before it.
        """
        return await self._updating.refresh(progress)

    async def reindex(
        self,
        *,
        dry_run: bool = False,
        rebuild: bool = False,
        recheck: bool = False,
        progress: ProgressCallback | None = None,
        by: str | None = None,
    ) -> Reindexed:
        """Bring the index up to date and return what changed.

        ``dry_run`` only reports what would change. ``rebuild`` embeds everything again, into a new
        index next to the live one. A process that follows another one takes over its index, and
        can do neither. ``recheck`` looks for damage of the ledger first. ``progress`` is called on
        the event loop. ``by`` is who asked for the re-index, as the ReindexRunning of a second
        caller names it.
        """
        if recheck and not dry_run:
            mended = await self._mender.check()
            if mended is not None and not rebuild:
                return mended
        return await self._reindex(dry_run=dry_run, rebuild=rebuild, progress=progress, by=by)

    @_mending
    async def _reindex(
        self, *, dry_run: bool, rebuild: bool, progress: ProgressCallback | None, by: str | None
    ) -> Reindexed:
        return await self._updating.reindex(
            dry_run=dry_run, rebuild=rebuild, progress=progress, by=by
        )

    @_mending
    async def ask(  # noqa: PLR0913  # the options of a question
        self,
        question: str,
        scope: Scope = EVERYTHING,
        *,
        history: Sequence[Turn] = (),
        context: str | None = None,
        show: Callable[[Draft], None] | None = None,
        asker: Asker = NOBODY,
        explain: bool = False,
        today: dt.date | None = None,
    ) -> Answer:
        """Answer a question from the indexed articles, or abstain; reply to what is no question.

        ``history`` (oldest first) is the conversation so far, for follow-ups. ``context`` is a text
        that the question is about; one that asks whether it is true checks its claims. ``show`` is
        called on the event loop with a growing draft: with a language model, each time a further
        sentence has been verified. ``asker`` pays for the tokens. With ``explain``, the answer
        lists the candidate sentences and what ruled each one out. ``today`` is the reader's day,
        for "today" and "since Monday"; this machine's if it is None.

        Several questions are answered one by one, five at most, each as a follow-up to the ones
        before it; see ``Answer.parts``. In a language that the articles are not in, one line says
        so, or a language model translates. In both cases no drafts are shown. Of a question, 2,000
        characters are read. Raises StoreUnavailable, StorageFull or EmbedderFailed.
        """
        await self._updating.follow()
        answerer = await self._load()
        options = Options(scope, asker, explain, today, context)
        return await answerer.answer(question, options, history=history, show=show)

    @_mending
    async def asks(self, message: str) -> bool:
        """Return whether a message asks something, rather than that people talk to each other.

        For a message that was not addressed to the bot. It has to ask by itself: a conversation
        before it does not count. Raises StoreUnavailable or EmbedderFailed.
        """
        return await (await self._load()).asks(message)

    @_mending
    async def check_claims(
        self, text: str, scope: Scope = EVERYTHING, asker: Asker = NOBODY
    ) -> Answer:
        """Return what the articles say for and against each claim in a text, or that they don't.

        ``asker`` pays for the tokens of a language model.
        """
        await self._updating.follow()
        return await (await self._load()).check(text, scope, asker)

    @_mending
    async def help(self) -> Answer:
        """Return what the bot can do, with questions that these articles answer."""
        await self._updating.follow()
        answerer = await self._load()
        return await answerer.engine.in_worker(answerer.replies.help)

    @_mending
    async def briefing(self, topic: str | None = None, scope: Scope = EVERYTHING) -> Answer:
        """Return what the coverage, or a topic in it, is about, in three to six sentences."""
        await self._updating.follow()
        started = time.perf_counter()
        answerer = await self._load()
        made = await answerer.engine.in_worker(lambda: answerer.replies.briefing(topic, scope))
        return replace(made, question=topic or "", seconds=time.perf_counter() - started)

    @_mending
    async def query_engine(self) -> CoverageQueryEngine:
        """Return the query engine that answers questions, for use in LlamaIndex programs.

        It works while the coverage is open. Raises EmbedderFailed.
        """
        await self._updating.follow()
        return (await self._load()).engine

    @_mending
    async def claim_checker(self) -> ClaimChecker:
        """Return what checks claims, for measuring. It works while the coverage is open."""
        await self._updating.follow()
        return (await self._load()).claims

    @_mending
    async def timeline(
        self,
        topic: str | None = None,
        scope: Scope = EVERYTHING,
        *,
        days: int | None = None,
        per_day: int = 1,
    ) -> tuple[Event, ...]:
        """Return events in order of days: of the ``days`` most important days, or of all."""
        await self._updating.follow()
        timelines = await asyncio.to_thread(self._make_timeline_service)
        return await timelines.build(topic, scope, days=days, per_day=per_day)

    @_mending
    async def briefings(self) -> BriefingService:
        """Return what makes briefings, for measuring. It works while the coverage is open."""
        await self._updating.follow()
        return await asyncio.to_thread(self._make_briefing_service)

    @_mending
    async def events_of(self, files: Collection[str]) -> tuple[Event, ...]:
        """Return the events that these articles, or all articles of these files, report, by day.

        Only these articles are cited.
        """
        return await asyncio.to_thread(self._events_of, files)

    @_mending
    async def articles(self) -> tuple[ArticleSummary, ...]:
        """Return the indexed articles, newest first, those without a date last."""
        return tuple(await asyncio.to_thread(self._ledger.articles))

    @_mending
    async def size(self) -> tuple[int, int]:
        """Return how many files and passages are indexed."""
        return await asyncio.to_thread(self._ledger.size)

    @_mending
    async def newest(self) -> dt.date | None:
        """Return the newest publication date of the coverage."""
        return await asyncio.to_thread(self._ledger.newest)

    @_mending
    async def ready(self) -> None:
        """Raise StoreUnavailable if the ledger or Chroma could not answer a question now."""
        await asyncio.to_thread(self._probe)

    @_mending
    async def addresses(self, files: Collection[str]) -> Mapping[str, str]:
        """Return the web address of each of these articles that states one."""
        return await asyncio.to_thread(self._ledger.addresses, files)

    @_mending
    async def article_text(self, file: str) -> str:
        """Return the text of an article as it was indexed. Raises KeyError if it is not indexed.

        For the only article of a file, that is the file's text; for one of several, its headline
        and paragraphs.
        """
        return await asyncio.to_thread(self._article_text, file)

    @_mending
    async def context(self, citation: Citation) -> tuple[str, str] | None:
        """Return the sentences before and after a quote, "" if there is none.

        Returns None if the article has been removed or no longer contains the quote.
        """
        return await asyncio.to_thread(context_of, self._ledger, citation)

    @_mending
    async def failures(self) -> tuple[Failure, ...]:
        """Return the files that could not be indexed, and why."""
        return tuple(await asyncio.to_thread(self._ledger.failures))

    @_mending
    async def not_read(self) -> tuple[tuple[SkippedFiles, ...], tuple[KeptFolder, ...]]:
        """Return the files that are passed over, and the folders whose articles are kept.

        Both are empty in a process that does not index. Raises UnusableSetting if the articles
        folder is missing.
        """
        indexer = self._updating.indexer
        return ((), ()) if indexer is None else await asyncio.to_thread(indexer.not_read)

    async def extraction_report(self, file: str) -> tuple[ExtractionReport, ...]:
        """Return how each article of a file in the articles folder is read, and what is dropped.

        Raises UnreadableArticle.
        """
        from index.ingestion.extraction_report import extraction_report_in_worker

        known = [each for each in await self.withheld() if file_of(each.file) == file_of(file)]
        return await asyncio.to_thread(
            extraction_report_in_worker, self._config.articles, file_of(file), known
        )

    async def add_page(self, url: str) -> KeptPage:
        """Fetch a page from the web and keep it in the articles folder; index it afterwards.

        Raises UnusableSetting if it is no address or this process only reads, PageUnavailable if it
        cannot be fetched or is no article, and ArticleRefused if it cannot be kept.
        """
        return await (await self._sources()).add(url)

    async def poll_feeds(
        self, *, at_once: bool = False, done: Callable[[Polled], None] | None = None
    ) -> tuple[Polled, ...]:
        """Poll the feeds that are due, and keep their new articles; index them afterwards.

        ``at_once`` polls the others, too, but not those that failed and are to be left alone.
        ``done`` gets what each poll did, also if another one is stopped by an error. Raises
        UnusableSetting if no feed is configured or this process only reads, and FolderUnavailable,
        StorageFull or StoreUnavailable: articles may be kept nevertheless.
        """
        if not self._config.web.feeds:
            raise UnusableSetting(
                "BOT_FEEDS is not set: set it to the addresses of RSS, Atom or sitemap files"
            )
        return await (await self._sources()).poll(at_once=at_once, done=done)

    async def feeds(self) -> tuple[FeedState | None, ...]:
        """Return the state of each configured feed, None for one that was never polled."""
        from index.health.feeds import read_feeds

        return await asyncio.to_thread(read_feeds, self._config.data, self._config.web.feeds)

    @_mending
    async def withheld(self) -> tuple[WithheldSpan, ...]:
        """Return the planted instructions found in articles, which are not used as evidence."""
        return tuple(await asyncio.to_thread(self._ledger.withheld))

    async def checks(self, *, deep: bool = True) -> tuple[HealthCheck, ...]:
        """Check folders, models and the index, for the doctor.

        Without ``deep``, nothing that takes long, keeps questions waiting or costs tokens: files
        are not read to find damage, and the language model is not asked anything.
        """
        from index.health.checks import Inspected, run_checks

        follow_error: CoverageError | None = None
        try:
            await self._updating.follow()
        except CoverageError as error:
            follow_error = error
        inspected = Inspected(
            self._config.articles,
            self._config.data,
            self._ledger,
            self._store,
            self._embedder,
            self._updating.indexer,
            follow_error,
            self._config.backups,
            self._lock.held,
            deep,
        )
        checks = await asyncio.to_thread(run_checks, inspected)
        model = await self._model_checks() if deep else ()
        return (*checks, *await self._feed_checks(), *model)

    async def _feed_checks(self) -> tuple[HealthCheck, ...]:
        web = self._config.web
        if not web.feeds or self._updating.indexer is None:  # another process polls them
            return ()
        from index.health.feeds import feed_checks

        now = dt.datetime.now(dt.UTC)
        return await asyncio.to_thread(feed_checks, self._config.data, web, now)

    async def _model_checks(self) -> tuple[HealthCheck, ...]:
        if self._config.language_model is None:
            return ()
        from index.health.language_model import check_language_model

        return (await check_language_model(self._config.language_model),)

    async def _sources(self) -> WebSources:
        """Return what fetches from the web. Raises UnusableSetting in a process that only reads."""
        self._updating.require_indexer()
        async with self._opening_web:
            if self._web is None:
                from index.ingestion.web.sources import WebSetup, WebSources

                web = self._config.web
                setup = WebSetup(
                    self._config.articles,
                    self._config.data,
                    web.feeds,
                    dt.timedelta(minutes=web.minutes),
                    indexed=self._ledger.has_files,
                    backups=self._config.backups,
                )
                self._web = await WebSources.open(setup, own_network=web.own_network)
            return self._web

    async def _load(self) -> MessageAnswerer:
        """Return the parts that answer questions; loading them takes a second or more.

        Raises EmbedderFailed.
        """
        if self._answering is not None:
            return self._answering
        if self._loading is None:
            load = asyncio.to_thread(self._make_answering)
            self._loading = asyncio.create_task(load, name="loading")
            self._loading.add_done_callback(self._on_loaded)
        # whoever stops waiting does not stop it for the others
        return await asyncio.shield(self._loading)

    def _on_loaded(self, task: asyncio.Task[MessageAnswerer]) -> None:
        self._loading = None
        if not task.cancelled() and task.exception() is None:
            self._answering = task.result()

    def _make_answering(self) -> MessageAnswerer:
        from index.assembly import make_answerer

        usage = self._usage or InMemoryUsage()
        return make_answerer(self._config, self._ledger, self._store, self._embedder, usage)

    def _make_timeline_service(self) -> TimelineService:
        """Import and create the service. The import takes seconds: never call on the event loop."""
        from index.timeline.service import TimelineService

        return TimelineService(self._ledger, self._store, self._embedder)

    def _make_briefing_service(self) -> BriefingService:
        """Import and create the service. The import takes seconds: never call on the event loop."""
        from index.briefing.service import BriefingService

        return BriefingService(self._ledger, self._store, self._embedder)

    def _probe(self) -> None:
        for last in (False, True):  # a re-index may replace the collection meanwhile
            with self._ledger.database.reading() as db:
                name = live_index(db).collection
            if name is None or self._store.exact:
                return
            try:
                self._store.probe(name)
            except CollectionMissing:
                if last:
                    raise
            else:
                return

    def _article_text(self, file: str) -> str:
        if file_of(file) == file:
            return self._ledger.raw(file)
        sentences = self._ledger.article_sentences(file)
        if not sentences:
            raise KeyError(file)
        paragraphs: dict[int, list[str]] = {}
        for sentence in sentences:
            paragraphs.setdefault(sentence.paragraph, []).append(sentence.text)
        lines = [sentences[0].title, *(" ".join(texts) for texts in paragraphs.values())]
        return "\n\n".join(lines) + "\n"

    def _events_of(self, files: Collection[str]) -> tuple[Event, ...]:
        from index.timeline.service import events_of

        names = [a.file for a in self._ledger.articles() if {a.file, file_of(a.file)} & {*files}]
        return events_of(self._ledger, self._embedder, names)

    def _forget_what_was_read(self) -> None:
        """Have the parts that answer made again: they keep what they read of the damaged ledger."""
        if self._answering is not None:
            self._outdated.append(self._answering)  # others may still be using it
            self._answering = None

    def _close(self) -> None:
        try:
            for answering in (*self._outdated, self._answering):
                if answering is not None:
                    answering.engine.close()
            self._chroma.close()
            self._ledger.close()
            if not self._config.writes_nothing:
                remember_ledger(self._config.data, damaged=self._ledger.database.damaged)
        finally:
            if self._own_lock is not None:
                self._own_lock.release()


def lock_folder(config: CoverageConfig) -> FolderLock:
    """Lock the data folder of a coverage. Raises DataFolderBusy or StorageFull."""
    return FolderLock(config.data, config.command, read_only=config.writes_nothing)


def _open_ledger(config: CoverageConfig) -> Ledger:
    """Open the ledger, which is made anew if it is damaged and may be written."""
    if config.writes_nothing:
        return Ledger(config.data, read_only=True)
    embedded = config.chroma_url is None
    mend_ledger(config.data, embedded=embedded)
    try:
        return Ledger(config.data)
    except DatabaseDamaged:  # it looks as it was left, so it was not checked
        damage = find_damage(config.data / LEDGER_FILE)
        if damage is None:
            raise
        mend_ledger(config.data, embedded=embedded, damage=damage)
        return Ledger(config.data)
