"""Old office documents, converted by LibreOffice."""
