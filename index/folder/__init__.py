"""The articles folder as admins change it: files come in and go out, and nothing is ever lost."""

from index.folder.folder import Added, ArticlesFolder
from index.folder.names import MAX_NAME_BYTES, safe_name

__all__ = ["MAX_NAME_BYTES", "Added", "ArticlesFolder", "safe_name"]
