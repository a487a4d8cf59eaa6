"""Tables, files and pictures."""
