"""SQL and files: the only place that knows how anything is kept."""
