"""Who may change what: keys, roles, and (with later issues) accounts, review, freshness, audit views."""
