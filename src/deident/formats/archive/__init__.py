"""Archives, whose members go through the line one by one."""
