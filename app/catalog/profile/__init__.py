"""What an inventory holds and how good it is, of a state or a county: the matrix, what is known, where it came from."""
