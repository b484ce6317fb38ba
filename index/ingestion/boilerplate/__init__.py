"""What on a page is not the story: menus, teasers, captions, credits, comment forms."""
