"""Mail: messages and mailboxes, their headers and their text parts."""
