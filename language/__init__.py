"""Vietnamese: from the words of a message to what they mean."""
