"""The papers of every scene, one module each."""
