"""What the name tagger learns from, and the script that makes its model."""
