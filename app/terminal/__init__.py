"""What `stemmap` commands print and ask: Rich tables, progress bars, exit codes. `app.cli` puts them together."""
