"""One module per file format: text, Markdown and HTML, and front matter."""
