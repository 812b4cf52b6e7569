"""The ledger and the clearances that rest on it: who decided what, when, about which bytes.

It holds no text of a document and no digest from which any could be found by trying: inputs and
values are there under the office's key only.
"""
