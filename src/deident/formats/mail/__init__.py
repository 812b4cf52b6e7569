"""Mail and saved web pages, masked by offset in the message that came."""
