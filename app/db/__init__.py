"""The database: the private cluster, connections and sessions, the schema's version, what a failure means."""
