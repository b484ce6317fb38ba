"""Recognises boilerplate: menus, teasers, captions, credits, comment forms."""
