"""One module per command of `python app.py`; each has SUMMARY, add_arguments(parser) and run(arguments) -> int."""

COMMANDS = (
    "serve",
    "demo",
    "check",
    "migrate",
    "staff",
    "understand",
    "quarantine",
    "roster",
    "groups",
    "reminders",
    "report",
)
