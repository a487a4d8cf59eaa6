"""What a clock is to us: something that answers the instant in UTC; the real one and the simulator's both do."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
