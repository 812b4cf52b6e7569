"""The three reviews without a desk: the ledger at hand, the 核对表, the certificate."""
