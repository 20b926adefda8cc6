"""Areas and the people in them: reference data, place and ZIP lookup, outlines."""
