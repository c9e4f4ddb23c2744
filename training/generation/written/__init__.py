"""Genres with running text: mail, chats, minutes, letters, papers, news, and short texts alone."""
