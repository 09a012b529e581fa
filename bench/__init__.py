"""How fast, measured the same way every time: each row a ratio to a yardstick in the same run on the same machine."""
