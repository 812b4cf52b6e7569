"""What may be written on the command line, and the help for it in Chinese and English."""
