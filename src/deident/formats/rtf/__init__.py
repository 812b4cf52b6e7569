"""RTF documents, read and masked by token."""
