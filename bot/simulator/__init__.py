"""A faithful local Zalo that speaks HTTP: the only thing the project ever fakes."""
