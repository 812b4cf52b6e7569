"""How good the finding is, measured with documents that an office labelled."""
