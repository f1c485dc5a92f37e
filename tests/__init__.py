from . import (
    test_availability_oracle,
    test_booking,
    test_calendar_file,
    test_concurrency,
    test_messages,
    test_openings,
    test_query_counts,
    test_starts,
)
