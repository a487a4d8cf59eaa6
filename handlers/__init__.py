"""The use cases: one function for each thing that can happen; they write rows and never call out."""
