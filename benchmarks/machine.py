"""When, where and by which command something was measured, in words that name no host."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path


def described(command: str) -> str:
    """A few lines of Markdown: date, cores, memory, processor, versions, other load, command."""
    load = os.getloadavg()[0]
    return "\n".join(
        [
            f"- Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            f"- Machine: {len(os.sched_getaffinity(0))} cores of {_processor()}, {_memory_gigabytes():.0f} GB memory",
            f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}",
            f"- Load average when it began: {load:.2f}",
            f"- Command: `{command}`",
        ]
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown make")


def _memory_gigabytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
