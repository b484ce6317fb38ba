"""The same index on a Chroma server, which is lost and comes back, and which processes share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.simulation.chroma_server import ChromaServer
from index.config import CoverageConfig
from index.coverage import Coverage
from index.errors import StoreUnavailable, UnusableSetting
from index.ingestion.updater import Follower
from index.models import Scope
from index.storage.ledger.ledger import Ledger
from index.storage.shared_index import SharedIndex
from tests.helpers.index import EVERYTHING, HashEmbedder, Index, dump, story, vector_of, write
from tests.helpers.zygote import Zygote

pytestmark = pytest.mark.slow

LIVE = ("articles", "passages", "sentences", "mentions", "words", "stories", "pages")


def _follower(index: Index) -> Follower:
    return Follower(index.ledger, SharedIndex(index.chroma, "test"), "hash")


def _content(ledger: Ledger) -> list[object]:
    everything = dump(ledger)
    return [[row[:2] + row[3:] for row in everything["articles"]]] + [
        everything[part] for part in LIVE[1:]
    ]


def test_lost_in_the_middle_of_a_question(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    wanted = vector_of("a question")
    with Index(articles, tmp_path / "data", HashEmbedder().source(), server.url) as index:
        index.reindexer.run()
        before = index.store.nearest(wanted, EVERYTHING, 5)
        assert index.found() == index.keys()
        server.lose()
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="BOT_CHROMA_URL") as caught:
                index.store.nearest(wanted, EVERYTHING, 5)
            assert "\n" not in str(caught.value)
            assert server.url in str(caught.value)
        assert len(index.ledger.articles()) == 3
        server.start()
        assert index.store.nearest(wanted, EVERYTHING, 5) == before
        assert index.store.nearest(wanted, Scope(outlet="the beta"), 5)


def test_not_there_at_the_start(articles: Path, tmp_path: Path, server: ChromaServer) -> None:
    server.lose()
    with Index(articles, tmp_path / "data", HashEmbedder().source(), server.url) as index:
        with pytest.raises(StoreUnavailable, match="check that it is running"):
            index.reindexer.run()
        assert index.ledger.articles() == []
        server.start()
        assert len(index.reindexer.run().added) == 3
        assert index.found() == index.keys()


@pytest.mark.parametrize("batch", [1, 3])
def test_lost_in_the_middle_of_a_reindex(
    articles: Path, tmp_path: Path, server: ChromaServer, batch: int
) -> None:
    embedder = HashEmbedder()

    def lose(number: int) -> None:
        if number == batch:
            server.lose()

    with Index(articles, tmp_path / "data", embedder.source(), server.url, chunk=4) as index:
        index.reindexer.run()
        before, found = _content(index.ledger), index.found()
        write(articles, alpha=story("changed", 14), delta=story("delta", 14))
        (articles / "beta.txt").unlink()
        embedder.batches, embedder.before = 0, lose
        with pytest.raises(StoreUnavailable):
            index.reindexer.run()
        assert _content(index.ledger) == before
        server.start()
        assert index.found() == found == index.keys()
        index.reindexer.run()
        assert index.found() == index.keys()
        assert index.vectors_in_chroma() == len(index.keys())
        with Index(articles, tmp_path / "fresh", HashEmbedder().source()) as fresh:
            fresh.reindexer.run()
            assert _content(fresh.ledger) == _content(index.ledger)


def test_a_second_indexer_finds_the_vectors_of_the_first(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    embedder = HashEmbedder()
    with (
        Index(articles, tmp_path / "one", HashEmbedder().source(), server.url) as one,
        Index(articles, tmp_path / "two", embedder.source(), server.url) as two,
    ):
        one.reindexer.run()
        done = two.reindexer.run()
        assert (len(done.added), done.embedded, embedder.batches) == (3, 0, 0)
        assert dump(two.ledger) == dump(one.ledger)
        for mine, theirs in zip(
            two.ledger.article_sentences("beta.txt"),
            one.ledger.article_sentences("beta.txt"),
            strict=True,
        ):
            assert mine.vector is not None
            assert theirs.vector is not None
            assert (mine.vector == theirs.vector).all()
        # what one of them no longer needs is not missing where the other one needs it
        write(articles, beta=story("changed", 4))
        one.reindexer.run()
        assert two.found() <= two.keys()
        done = two.reindexer.run()
        assert (done.changed, done.embedded) == (("beta.txt",), 0)
        assert two.found() == two.keys() == one.found()


def test_other_collections_on_the_server_are_left_alone(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    others = tmp_path / "others"
    write(others, omega=story("omega", 4))
    with (
        Index(articles, tmp_path / "one", HashEmbedder().source(), server.url) as one,
        Index(others, tmp_path / "two", HashEmbedder().source(), server.url, 8, "second") as two,
    ):
        one.reindexer.run()
        two.reindexer.run()
        one.reindexer.run(rebuild=True)
        assert one.found() == one.keys()
        assert two.found() == two.keys()
        assert not one.keys() & two.keys()


def test_a_rebuild_by_one_process_is_noticed_by_the_other(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    with (
        Index(articles, tmp_path / "one", HashEmbedder().source(), server.url) as one,
        Index(articles, tmp_path / "two", HashEmbedder().source(), server.url) as two,
    ):
        two.reindexer.run()
        one.reindexer.run()
        two.reindexer.run(rebuild=True)
        assert one.found() == one.keys()  # from its own ledger: its collection is gone
        done = one.reindexer.run()
        assert (done.embedded, done.unchanged) == (0, 3)
        assert one.found() == one.keys() == two.found()


def test_one_process_indexes_and_another_answers(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    job = {"articles": str(articles), "data": str(tmp_path / "indexer"), "url": server.url}
    nowhere = tmp_path / "nowhere"
    with (
        Zygote() as zygote,
        Index(nowhere, tmp_path / "answerer", HashEmbedder().source(), server.url) as answerer,
    ):
        follower = _follower(answerer)
        assert follower.update() is None  # nobody has indexed yet
        assert answerer.found() == set()
        indexed = zygote.run(do="run", look=True, hash=True, **job)
        taken = follower.update()
        assert taken is not None
        assert taken.added == ("alpha.txt", "beta.txt", "gamma.txt")
        assert follower.update() is None
        assert sorted(answerer.found()) == sorted(answerer.keys()) == indexed["keys"]
        assert all(s.vector is not None for s in answerer.ledger.article_sentences("alpha.txt"))
        raw = (articles / "beta.txt").read_bytes().decode()
        assert answerer.ledger.raw("beta.txt") == raw
        for sentence in answerer.ledger.article_sentences("beta.txt"):
            assert raw[sentence.start : sentence.end] == sentence.quote

        write(articles, alpha=story("changed", 4), delta=story("delta", 4))
        (articles / "beta.txt").unlink()
        indexed = zygote.run(do="run", look=True, hash=True, **job)
        assert answerer.found() <= answerer.keys()
        taken = follower.update()
        assert taken is not None
        assert (taken.added, taken.changed) == (("delta.txt",), ("alpha.txt",))
        assert (taken.removed, taken.unchanged) == (("beta.txt",), 1)
        assert sorted(answerer.found()) == sorted(answerer.keys()) == indexed["keys"]

        server.lose()
        with pytest.raises(StoreUnavailable):
            follower.update()
        assert len(answerer.ledger.articles()) == 3
        server.start()
        assert follower.update() is None
        assert sorted(answerer.found()) == indexed["keys"]
        rebuilt = zygote.run(do="run", rebuild=True, hash=True, **job)
        assert rebuilt["embedded"] == len(indexed["keys"])
        follower.update()
        assert sorted(answerer.found()) == indexed["keys"]
        # the one that answers deleted nothing
        assert zygote.run(do="look", hash=True, **job)["found"] == indexed["keys"]


async def test_who_follows_neither_plans_nor_rebuilds(tmp_path: Path, server: ChromaServer) -> None:
    config = CoverageConfig(tmp_path / "nowhere", tmp_path / "data", chroma_url=server.url)
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        assert (await coverage.reindex()).passages == 0
        for asked in ({"dry_run": True}, {"rebuild": True}):
            with pytest.raises(UnusableSetting, match="follows another one"):
                await coverage.reindex(**asked)
        with pytest.raises(UnusableSetting, match=r"follows another one .*: add articles there"):
            await coverage.add_page("https://example.org/")


def test_an_indexer_of_another_version_is_not_followed(
    articles: Path, tmp_path: Path, server: ChromaServer
) -> None:
    with (
        Index(articles, tmp_path / "one", HashEmbedder().source("other"), server.url) as one,
        Index(articles, tmp_path / "two", HashEmbedder().source(), server.url) as two,
    ):
        one.reindexer.run()
        with pytest.raises(StoreUnavailable, match="another version"):
            _follower(two).update()
        assert two.ledger.articles() == []


def test_a_follower_keeps_all_articles_of_a_file_of_which_one_changed(
    tmp_path: Path, server: ChromaServer
) -> None:
    """The day of the first article depends on the files beside it, that of the second does not."""
    folder = tmp_path / "articles"
    write(folder, alpha=story("alpha", 1))
    dates = ("10/11/2025", "24 October 2025")
    pieces = [
        f"# Ferry to pier {pier} stops\n\n{day}\n\nThe ferry to pier {pier} sails no longer, the"
        f" harbour office of pier {pier} told people who live beside it."
        for pier, day in zip(("one", "two"), dates, strict=True)
    ]
    (folder / "clips.md").write_text("\n\n***\n\n".join(pieces), encoding="utf-8")
    source = HashEmbedder().source()
    with (
        Index(folder, tmp_path / "data", source, server.url) as index,
        Index(tmp_path / "nowhere", tmp_path / "other", source, server.url) as other,
    ):
        follower = _follower(other)
        index.reindexer.run()
        follower.update()
        assert _content(other.ledger) == _content(index.ledger)
        (folder / "beside.txt").write_text(
            f"Boat sails\n25/10/2025\n\n{story('beside', 1)}\n", encoding="utf-8"
        )
        index.reindexer.run()
        days = {a.file: str(a.published) for a in index.ledger.articles()}
        assert (days["clips.md#1"], days["clips.md#2"]) == ("2025-11-10", "2025-10-24")
        follower.update()
        assert _content(other.ledger) == _content(index.ledger)
        assert other.ledger.vocabulary() == index.ledger.vocabulary()
