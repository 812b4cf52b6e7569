"""Pictures, read by an OCR engine and painted over."""
