"""What stands around a quote, also after its article was changed."""

from __future__ import annotations

from pathlib import Path

from index.config import CoverageConfig
from index.coverage import Coverage
from index.models import Citation
from tests.helpers.index import HashEmbedder, story, write


def quoted(text: str, quote: str) -> Citation:
    start = text.index(quote)
    return Citation(1, "road.txt", "T", None, None, start, start + len(quote), quote)


async def test_the_sentences_beside_a_quote(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    write(articles, road=story("road", 2))
    config = CoverageConfig(articles, tmp_path / "data")
    async with await Coverage.open(config, HashEmbedder().source()) as coverage:
        await coverage.refresh()
        text = await coverage.article_text("road.txt")
        first = "The council of road met on Monday to discuss the road number 0."
        second = "Mayor Road Smith said the plan number 0 would cost 3 million euros."
        third = "Residents of road have asked for the work since 2019, and 20 of them came."
        last = "A vote on the road number 1 of road is expected on 30 October 2025."
        assert await coverage.context(quoted(text, second)) == (first, third)
        assert (await coverage.context(quoted(text, first)) or ("?",))[0] == ""
        assert (await coverage.context(quoted(text, last)) or ("", "?"))[1] == ""

        before = quoted(text, second)
        write(articles, road=f"A new beginning was written today.\n\n{story('road', 2)}")
        await coverage.refresh()
        assert await coverage.context(before) == (first, third)
        write(articles, road=story("other", 2))
        await coverage.refresh()
        assert await coverage.context(before) is None
        (articles / "road.txt").unlink()
        await coverage.refresh()
        assert await coverage.context(before) is None
