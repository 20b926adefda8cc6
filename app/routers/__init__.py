"""HTTP only: parse, authorise, call one function, shape the answer."""
