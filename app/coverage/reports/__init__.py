"""What a printed report of a state, a county or an alliance says: one question answered from every side."""
