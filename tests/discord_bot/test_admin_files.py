"""/admin upload and /admin remove on a simulated Discord."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
from simcord import SetupError

from index.coverage import Coverage
from index.errors import EmbedderFailed, ReindexRunning, StorageFull
from index.ingestion.article_files import MAX_BYTES
from index.ingestion.articles_folder import Added, ArticlesFolder
from index.models import Progress, Reindexed
from tests.helpers.fixture_types import StartNewsroom
from tests.helpers.index import HashEmbedder
from tests.helpers.simulation import Newsroom, article

pytestmark = pytest.mark.slow

SEED = "000_ddce0ca418cbb4df.txt"


async def uploaded(room: Newsroom, name: str, data: bytes, **options: bool) -> str:
    """What the manager reads after an upload."""
    result = await room.admin("upload", file=(name, data), **options)
    said = result.followups[0] if result.followups else result.response
    assert said is not None
    return said.content


async def files(room: Newsroom) -> set[str]:
    return {summary.file for summary in await room.coverage.articles()}


async def test_an_upload_is_indexed_at_once(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        text = await uploaded(room, "Fresh *News*.TXT", article("fresh"))
        assert text.splitlines() == [
            "**Added** `Fresh _News_.txt`",
            "About fresh",
            "The Fresh · published <t:1768473000:D>",
            "You can ask about it now. 1 added, 0 changed, 0 removed, 5 unchanged, 0 failed",
        ]
        assert (room.articles / "Fresh _News_.txt").read_bytes() == article("fresh")
        assert "Fresh _News_.txt" in await files(room)


def everywhere(folder: Path, pattern: str) -> list[Path]:
    """Files below a folder."""
    return list(folder.rglob(pattern))


@pytest.mark.parametrize("name", ["../../x.txt", "..\\..\\x.txt", "/etc/x.txt", ".x.txt"])
async def test_a_file_name_cannot_leave_the_folder(
    start_newsroom: StartNewsroom, tmp_path: Path, name: str
) -> None:
    async with start_newsroom(watch=False) as room:
        assert (await uploaded(room, name, article("x"))).startswith("**Added** `x.txt`")
        assert (room.articles / "x.txt").read_bytes() == article("x")
        assert everywhere(tmp_path, "*x.txt") == [room.articles / "x.txt"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("story.doc", b"%PDF", "Only .txt, "),
        ("story.txt", b"%PDF-1.7", "story.txt is a PDF that cannot be read"),
        ("story.txt", b"", "story.txt is empty"),
        ("story.docx", b"PK\x03\x04garbage", "story.docx is no Word document, or a damaged one"),
        (
            "story.md",
            "The café is shut, ".encode() + "as a café often is.".encode("latin-1"),
            "story.md mixes UTF-8",
        ),
        (
            "big.txt",
            b"x" * (MAX_BYTES + 1),
            "The file is larger than 10 MB, the limit for one file.",
        ),
    ],
)
async def test_files_that_are_not_articles_are_refused(
    start_newsroom: StartNewsroom, name: str, data: bytes, message: str
) -> None:
    async with start_newsroom(watch=False) as room:
        before = sorted(room.articles.iterdir())
        text = await uploaded(room, name, data)
        assert text.startswith(message)
        assert "\n" not in text
        assert sorted(room.articles.iterdir()) == before


async def test_another_file_is_only_replaced_on_request(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        old = (room.articles / SEED).read_bytes()
        text = await uploaded(room, SEED, article("other"))
        assert text.startswith(
            f"An article named {SEED.replace('_', chr(92) + '_')} already exists"
        )
        assert (room.articles / SEED).read_bytes() == old
        text = await uploaded(room, SEED, article("other"), replace=True)
        assert text.startswith(f"**Replaced** `{SEED}`\n")
        assert "0 added, 1 changed" in text
        (kept,) = (path for path in room.articles.glob(".removed/**/*") if path.is_file())
        assert kept.read_bytes() == old
        text = await uploaded(room, "again.txt", article("other"))
        assert text.startswith("This article already exists as 000")


async def test_an_upload_is_kept_if_indexing_fails(start_newsroom: StartNewsroom) -> None:
    embedder = HashEmbedder()
    async with start_newsroom(embedder=embedder, watch=False) as room:

        def fail(batch: int) -> None:
            raise EmbedderFailed("the model is gone")

        embedder.before = fail
        text = await uploaded(room, "fresh.txt", article("fresh"))
        assert text.startswith(
            "The articles folder was changed (`fresh.txt`), but indexing failed."
        )
        assert "The next `/admin reindex` will finish it." in text
        embedder.before = lambda batch: None
        await room.admin("reindex")
        assert "fresh.txt" in await files(room)


class Busy:
    """A coverage that refuses the first three re-indexes because another one is running."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self.wanted = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._coverage, name)

    async def reindex(self, **options: Any) -> Reindexed:
        self.wanted += 1
        if self.wanted <= 3:
            raise ReindexRunning("busy", by="Ann", progress=Progress(1, 2, "embedding"))
        return await self._coverage.reindex(**options)


async def test_an_upload_waits_for_a_running_reindex(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(wrap=Busy, watch=False) as room:
        text = await uploaded(room, "fresh.txt", article("fresh"))
        assert text.startswith("**Added** `fresh.txt`")
        edits = [str(r.json) for r in room.bot.env.http_requests if r.method == "PATCH"]
        assert any("Embedding: 1 of 2 articles" in edit for edit in edits)


async def test_removing_asks_for_confirmation(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        result = await room.admin("remove", file=SEED)
        assert result.response is not None
        assert result.response.ephemeral
        assert result.response.content.startswith(f"Remove `{SEED}`: ")
        assert SEED in await files(room)
        await room.manager.click(result.response, label="Keep")
        assert result.response.content == f"`{SEED}` was not removed."
        assert result.response.components == []
        assert SEED in await files(room)

        result = await room.admin("remove", file=SEED)
        assert result.response is not None
        await room.bot.restart()
        await room.manager.click(result.response, label="Remove")
        assert result.response.content.splitlines() == [
            f"**Removed** `{SEED}`",
            "0 added, 0 changed, 1 removed, 4 unchanged, 0 failed",
        ]
        assert SEED not in await files(room)
        assert not (room.articles / SEED).exists()
        assert len([p for p in room.articles.glob(".removed/*/*") if p.name == SEED]) == 1


@pytest.mark.parametrize("given", ["news.json", "news.json#2"])
async def test_whoever_removes_a_file_is_told_how_many_articles_go(
    start_newsroom: StartNewsroom, given: str
) -> None:
    async with start_newsroom(watch=False) as room:
        texts = [{"title": f"About {n}", "text": f"The {n} opened. " * 9} for n in ("port", "mill")]
        (room.articles / "news.json").write_text(json.dumps(texts), encoding="utf-8")
        await room.coverage.reindex()
        result = await room.admin("remove", file=given)
        assert result.response is not None
        asked, then = result.response.content.splitlines()
        assert asked == "Remove `news.json` with its 2 articles?"
        assert "nobody can ask about them" in then


async def test_a_file_that_was_never_indexed_can_be_removed(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        name = "ä" * 120 + ".txt"
        (room.articles / name).write_bytes(b"\0")
        await room.coverage.reindex()
        (choice, *_) = await room.manager.autocomplete(
            room.bot.channel, "admin remove", "file", "not indexed"
        )
        result = await room.admin("remove", file=choice["value"])
        assert result.response is not None
        await room.manager.click(result.response, label="Remove")
        assert result.response.content.startswith("**Removed**")
        assert await room.coverage.failures() == ()


async def test_a_file_that_has_been_removed_in_the_meantime(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        result = await room.admin("remove", file=SEED)
        assert result.response is not None
        ArticlesFolder(room.articles).remove(SEED)
        clicked = await room.manager.click(result.response, label="Remove")
        (message,) = clicked.followups
        assert "There is no article" in message.content
        result = await room.admin("remove", file="../data/ledger.sqlite3")
        assert result.response is not None
        assert result.response.content.startswith(
            "There is no article called “../data/ledger.sqlite3”"
        )


async def test_a_read_only_bot_does_not_change_files(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(read_only=True) as room:
        text = await uploaded(room, "x.txt", article("x"))
        assert text.startswith("This bot cannot change its articles while BOT_READ_ONLY is true.")
        result = await room.admin("remove", file=SEED)
        assert result.response is not None
        assert result.response.content == text


async def test_why_a_bot_cannot_change_its_articles(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        services = room.bot.client.services
        follows = {"read_only": True, "chroma_url": "http://127.0.0.1:9"}
        room.bot.client.services = replace(
            services, settings=services.settings.model_copy(update=follows)
        )
        text = await uploaded(room, "x.txt", article("x"))
        assert text.startswith("This bot answers from the index of another bot.")
        gone = {"articles": room.articles / "gone"}
        room.bot.client.services = replace(
            services, settings=services.settings.model_copy(update=gone)
        )
        text = await uploaded(room, "x.txt", article("x"))
        assert text.startswith("The articles folder is missing: its drive may not be mounted.")


async def test_members_without_permission_are_refused(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        bot = room.bot
        with pytest.raises(SetupError, match="default-member-permissions"):
            await bot.ann.slash(bot.channel, "admin upload", file=("a.txt", article("a")))
        # the owner of a server may show the command to people who may not use it
        command = next(c for c in await bot.client.tree.fetch_commands() if c.name == "admin")
        bot.guild.set_command_permissions(command, {bot.ann: True})
        for name, options in (
            ("reindex", {}),
            ("status", {}),
            ("add", {"url": "https://example.org/"}),
            ("upload", {"file": ("a.txt", article("a"))}),
            ("remove", {"file": SEED}),
        ):
            result = await bot.ann.slash(bot.channel, f"admin {name}", **options)
            assert result.response is not None
            assert result.response.ephemeral
            assert result.response.content.startswith(
                "Only people with the Manage Server permission"
            )
        found = await bot.ann.autocomplete(bot.channel, "admin remove", "file", "")
        assert found == []
        assert await files(room) >= {SEED}
        assert not (room.articles / "a.txt").exists()


@pytest.mark.parametrize("by", ["name", "id"])
async def test_an_admin_role(start_newsroom: StartNewsroom, by: str) -> None:
    async with start_newsroom(watch=False, admin_role="Desk") as room:
        bot = room.bot
        role = bot.guild.create_role("Desk" if by == "name" else "Other")
        limiter = bot.guild.add_member(bot.env.create_user("dora"), roles=[role])
        if by == "id":
            services = bot.client.services
            settings = services.settings.model_copy(update={"admin_role": str(role.id)})
            bot.client.services = replace(services, settings=settings)
        command = next(c for c in await bot.client.tree.fetch_commands() if c.name == "admin")
        bot.guild.set_command_permissions(command, {limiter: True, bot.ann: True})
        result = await limiter.slash(bot.channel, "admin reindex")
        assert result.response is not None
        assert result.response.content.startswith("**The index was already up to date.**")
        result = await bot.ann.slash(bot.channel, "admin reindex")
        assert result.response is not None
        assert result.response.content == (
            "Only people with the Manage Server permission or the role of this bot's admins can do "
            "that."
        )


async def test_a_permission_that_was_revoked_before_the_button_is_pressed(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom(watch=False) as room:
        asked = await room.admin("remove", file=SEED)
        assert asked.response is not None
        (role,) = [role for name, role in room.bot.guild.roles.items() if name == "Editors"]
        backend = room.bot.env.backend
        backend.remove_member_role(room.bot.guild.id, room.manager.user.id, role.id)
        for button in ("Remove", "Keep"):
            clicked = await room.manager.click(asked.response, label=button)
            message = clicked.response
            assert message is not None
            assert message.ephemeral
            assert message.content.startswith("Only people with the Manage Server permission")
        assert asked.response.content.startswith(f"Remove `{SEED}`")
        assert SEED in await files(room)
        assert (room.articles / SEED).exists()


async def test_a_bot_that_became_read_only_removes_nothing(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom(watch=False) as room:
        asked = await room.admin("remove", file=SEED)
        assert asked.response is not None
        services = room.bot.client.services
        settings = services.settings.model_copy(update={"read_only": True})
        room.bot.client.services = replace(services, settings=settings)
        clicked = await room.manager.click(asked.response, label="Remove")
        assert clicked.response is not None
        assert clicked.response.content.startswith("This bot cannot change its articles")
        assert (room.articles / SEED).exists()


async def test_several_files_at_once(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        shown = await room.admin("upload")
        chosen = [
            ("one.txt", article("one")),
            ("two.txt", article("two")),
            ("empty.txt", b""),
            ("picture.png", b"\x89PNG"),
        ]
        result = await room.manager.submit_modal(shown, {"files": chosen})
        assert result.response is not None
        lines = result.response.content.splitlines()
        assert lines[0] == "**2 files added**, 2 refused"
        assert lines[1:3] == ["Added: `one.txt` About one", "Added: `two.txt` About two"]
        assert lines[3].startswith("Refused: `")
        assert lines[-1].startswith("2 added, 0 changed")
        assert {"one.txt", "two.txt"} <= await files(room)


async def test_several_files_replace_others_only_if_asked(start_newsroom: StartNewsroom) -> None:
    async with start_newsroom(watch=False) as room:
        await uploaded(room, "one.txt", article("one"))
        shown = await room.admin("upload")
        kept = await room.manager.submit_modal(shown, {"files": [("one.txt", article("other"))]})
        (said,) = kept.followups
        assert "one.txt" in said.content
        assert (room.articles / "one.txt").read_bytes() == article("one")
        shown = await room.admin("upload", replace=True)
        await room.manager.submit_modal(shown, {"files": [("one.txt", article("other"))]})
        assert (room.articles / "one.txt").read_bytes() == article("other")


async def uploaded_together(
    room: Newsroom, chosen: list[tuple[str, bytes]], **options: bool
) -> list[str]:
    """The lines that the manager reads after an upload of several files."""
    shown = await room.admin("upload", **options)
    result = await room.manager.submit_modal(shown, {"files": chosen})
    assert result.response is not None
    return result.response.content.splitlines()


FIVE = [(f"{name}.txt", article(name)) for name in ("one", "two", "three", "four", "five")]
OTHERS = {"one.txt", "two.txt", "four.txt", "five.txt"}


async def test_a_lost_download_keeps_no_other_file_out(
    start_newsroom: StartNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = discord.Attachment.read

    async def lost(self: discord.Attachment, **options: Any) -> bytes:
        if self.filename == "three.txt":
            raise aiohttp.ClientConnectionError("reset")
        return await read(self, **options)

    monkeypatch.setattr(discord.Attachment, "read", lost)
    async with start_newsroom(watch=False) as room:
        lines = await uploaded_together(room, FIVE)
        assert lines[0] == "**4 files added**, 1 refused"
        refusal = "Refused: `three.txt` I couldn't download the file from Discord."
        assert any(line.startswith(refusal) for line in lines)
        assert await files(room) >= OTHERS


@pytest.mark.parametrize("failure", [StorageFull("the disk is full"), OSError("no more memory")])
async def test_an_error_of_one_file_keeps_no_other_out(
    start_newsroom: StartNewsroom, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    add = ArticlesFolder.add

    def fail(self: ArticlesFolder, name: str, data: bytes, *, replace: bool = False) -> Added:
        if name == "three.txt":
            raise failure
        return add(self, name, data, replace=replace)

    monkeypatch.setattr(ArticlesFolder, "add", fail)
    async with start_newsroom(watch=False) as room:
        lines = await uploaded_together(room, FIVE)
        assert lines[0] == "**4 files added**, 1 refused"
        assert any(line.startswith("Refused: `three.txt` ") for line in lines)
        assert await files(room) >= OTHERS


async def test_all_files_are_named_if_indexing_fails(start_newsroom: StartNewsroom) -> None:
    embedder = HashEmbedder()
    async with start_newsroom(embedder=embedder, watch=False) as room:

        def fail(batch: int) -> None:
            raise EmbedderFailed("the model is gone")

        embedder.before = fail
        lines = await uploaded_together(room, [*FIVE[:2], ("empty.txt", b"")])
        assert lines[0].startswith("The articles folder was changed (`one.txt`, `two.txt`), but")
        assert lines[-1].startswith("Refused: `empty.txt` ")


async def test_two_files_of_one_name_do_not_replace_each_other(
    start_newsroom: StartNewsroom,
) -> None:
    async with start_newsroom(watch=False) as room:
        chosen = [("same.txt", article("one")), ("SAME.TXT", article("two"))]
        lines = await uploaded_together(room, chosen, replace=True)
        assert lines[0] == "**1 file added**, 1 refused"
        assert any("Another of these files has the same name." in line for line in lines)
        assert (room.articles / "same.txt").read_bytes() == article("one")
