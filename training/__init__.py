"""How the model of `language/` is learned from labelled messages; nothing of it is needed to run the house."""
