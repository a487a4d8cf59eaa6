"""This ward's facts as data, and the loader that checks them."""
