-- Purpose: which database this is, wherever it is asked from; a copy of it on the same server is another.
-- No parameters.
SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database WHERE datname = current_database()
