"""How evenly a service reaches people: groups against a reference with margins, and inequality. Pure arrays."""
