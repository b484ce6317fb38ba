"""One module a file format: text, Markdown, HTML, and the front matter of either."""
