"""British English: 5 May 2026, 07:48. The clock has 24 hours, for at night "8" must not be a riddle."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M, H:i"
