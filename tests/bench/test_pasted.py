"""The text of a page as somebody copies it."""

from __future__ import annotations

from bench.pasted import copied_text

PAGE = """<html><head><title>Unseen</title><script>unseen()</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li>Sport</li></ul></nav>
<h1>Pool
  opens</h1><p>The <b>pool</b> opens.<br>It was cold.</p>
<div hidden>unseen</div><div style="display: none">unseen</div><p aria-hidden="true">unseen</p>
<table><tr><td>One</td><td>Two</td></tr></table>tail
</body></html>"""


def test_what_a_page_shows_is_copied_line_by_line() -> None:
    copied = copied_text(PAGE.encode())
    lines = [line for line in copied.split("\n") if line]
    assert lines[:3] == ["Home", "Sport", "Pool opens"]
    assert lines[3:] == ["The pool opens.", "It was cold.", "One", "Two", "tail"]
    assert "\n\nPool opens\n\n" in copied
    assert "\n\n\n" not in copied


def test_bytes_in_another_charset_are_read_as_declared() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Café</p></body></html>'
    assert copied_text(page.encode("iso-8859-1")) == "Café"


def test_what_is_no_page_has_no_text() -> None:
    assert copied_text(b"") == ""
