"""The generated quality corpus: labelled prose, rosters, hard negatives and their score."""
