"""Query understanding: what a message is, what a question asks for, and what it leans on."""
