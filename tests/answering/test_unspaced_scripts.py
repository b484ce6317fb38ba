"""Chinese, Japanese and Korean questions about three articles each, with the real model."""

from __future__ import annotations

import asyncio

import pytest

from index.config import CoverageConfig
from index.coverage import Coverage
from index.embedding.embedder import local_embedder
from index.models import Answer
from tests.helpers.small_index import write

ARTICLES = {
    "chinese": {
        "bridge.txt": (
            "大桥关闭维修",
            "星期四，交通部长王小明因大桥关闭而辞职。工程师李华两年前曾警告缆索生锈。大桥将关闭到三月。",
        ),
        "football.txt": (
            "国家队赢得比赛",
            "国家足球队星期六在上海以三比一战胜日本队。前锋陈刚攻入两球。五万名观众到场观看比赛。",
        ),
        "flood.txt": (
            "洪水淹没村庄",
            "暴雨过后，河水淹没了三个村庄。消防员疏散了两百名居民。气象台预计星期日雨势减弱。",
        ),
    },
    "japanese": {
        "bridge.txt": (
            "大橋が閉鎖された",
            "交通大臣の田中一郎は木曜日、大橋の閉鎖を受けて辞任した。"
            "技術者の山本花子は二年前にケーブルの錆を警告していた。",
        ),
        "football.txt": (
            "代表チームが勝利",
            "サッカー日本代表は土曜日、大阪で韓国に三対一で勝利した。前線の鈴木選手が二得点を挙げた。",
        ),
        "flood.txt": (
            "洪水で村が浸水",
            "大雨の後、川の水が三つの村を浸水させた。消防士は二百人の住民を避難させた。",
        ),
    },
    "korean": {
        "bridge.txt": (
            "대교 폐쇄",
            "교통부 장관 김민수는 목요일 대교 폐쇄 이후 사임했다. "
            "기술자 박영희는 이 년 전에 케이블의 녹을 경고했다.",
        ),
        "football.txt": (
            "대표팀 승리",
            "축구 국가대표팀은 토요일 부산에서 일본을 삼 대 일로 이겼다. "
            "공격수 이정훈이 두 골을 넣었다.",
        ),
        "flood.txt": (
            "홍수로 마을 침수",
            "폭우가 내린 뒤 강물이 마을 세 곳을 침수시켰다. 소방관들은 주민 이백 명을 대피시켰다.",
        ),
    },
}
ASKED = [
    ("chinese", "交通部长为什么辞职？", "bridge.txt", "辞职"),
    ("chinese", "谁警告过缆索生锈？", "bridge.txt", "李华"),
    ("chinese", "国家足球队在哪里战胜了日本队？", "football.txt", "上海"),
    ("chinese", "消防员疏散了多少居民？", "flood.txt", "两百名"),
    ("chinese", "央行为什么提高利率？", None, "提高利率"),
    ("chinese", "总统访问了哪个国家？", None, "访问"),
    ("japanese", "交通大臣はなぜ辞任しましたか？", "bridge.txt", "辞任"),
    ("japanese", "誰がケーブルの錆を警告しましたか？", "bridge.txt", "山本花子"),
    ("japanese", "日本代表はどこで勝利しましたか？", "football.txt", "大阪"),
    ("japanese", "消防士は何人の住民を避難させましたか？", "flood.txt", "二百人"),
    ("japanese", "中央銀行はなぜ利上げをしたのか？", None, "中央銀行"),
    ("korean", "교통부 장관은 왜 사임했나요?", "bridge.txt", "사임"),
    ("korean", "누가 케이블의 녹을 경고했나요?", "bridge.txt", "박영희"),
    ("korean", "국가대표팀은 어디에서 일본을 이겼나요?", "football.txt", "부산"),
    ("korean", "소방관들은 주민 몇 명을 대피시켰나요?", "flood.txt", "이백 명"),
    ("korean", "대통령은 어느 나라를 방문했나요?", None, "대통령"),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """What is answered to each question from the articles of its language."""
    model = local_embedder()

    async def ask(language: str) -> dict[str, Answer]:
        folder = tmp_path_factory.mktemp(language)
        for file, (title, text) in ARTICLES[language].items():
            write(folder / "articles" / file, text, title=title, day="2025-10-24", outlet="A")
        config = CoverageConfig(folder / "articles", folder / "data")
        async with await Coverage.open(config, model) as coverage:
            await coverage.reindex()
            return {asked: await coverage.ask(asked) for own, asked, *_ in ASKED if own == language}

    return {
        asked: answer
        for language in ARTICLES
        for asked, answer in asyncio.run(ask(language)).items()
    }


@pytest.mark.parametrize(("language", "asked", "file", "words"), ASKED)
def test_the_right_file_is_cited_or_none(
    answers: dict[str, Answer], language: str, asked: str, file: str | None, words: str
) -> None:
    answer = answers[asked]
    assert {citation.file for citation in answer.citations} == ({file} if file else set())
    assert words in answer.text
    assert answer.answered is (file is not None)
