"""How the examples are read and divided, and how two models are compared."""
