"""Time: the timetable and the workers that take rows in and send rows out."""
