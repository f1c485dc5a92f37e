from datetime import datetime, timedelta, timezone

from odoo.tests import BaseCase, tagged

from ..feeds import FeedError, busy, busy_time
from .feed_common import calendar

FIRST, LAST = datetime(2026, 1, 1), datetime(2027, 1, 1)
OUTLOOK_ZONE = b"""BEGIN:VTIMEZONE\r
TZID:Our own\r
X-NOISE:1\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0300\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0300\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE\r
"""


def second(moment):
    return int(moment.replace(tzinfo=timezone.utc).timestamp())


@tagged("post_install", "-at_install")
class TestBusyParsing(BaseCase):
    """What each way of writing an event keeps busy, read in Paris; times are UTC."""

    def parse(self, data, tz="Europe/Paris"):
        return busy_time(data, second(FIRST), second(LAST), tz)

    def assertBusy(self, data, *periods, tz="Europe/Paris", unread=0):
        found = self.parse(data, tz)
        epoch = datetime(1970, 1, 1)
        words = [
            tuple(f"{epoch + timedelta(seconds=moment):%m-%d %H:%M}" for moment in period)
            for period in found.periods
        ]
        self.assertEqual(words, list(periods))
        self.assertEqual(found.unread, unread)

    def assertRefused(self, code, data):
        with self.assertRaises(FeedError) as caught:
            self.parse(data)
        self.assertEqual(caught.exception.code, code)

    def test_a_time_in_utc(self):
        event = "DTSTART:20260105T080000Z\nDTEND:20260105T090000Z"
        self.assertBusy(calendar(event), ("01-05 08:00", "01-05 09:00"))

    def test_a_time_without_zone_is_on_the_clock_of_the_agenda(self):
        event = "DTSTART:20260105T080000\nDURATION:PT90M"
        self.assertBusy(calendar(event), ("01-05 07:00", "01-05 08:30"))
        self.assertBusy(calendar(event), ("01-05 13:00", "01-05 14:30"), tz="America/New_York")

    def test_zones_of_the_world_of_windows_and_with_a_path(self):
        for name in ("America/New_York", "Eastern Standard Time", "/x.org/1/America/New_York"):
            event = f'DTSTART;TZID="{name}":20260705T080000\nDURATION:PT1H'
            with self.subTest(name=name):
                self.assertBusy(calendar(event), ("07-05 12:00", "07-05 13:00"))

    def test_a_zone_that_only_the_file_knows(self):
        event = "DTSTART;TZID=Our own:20260{}05T080000\nDURATION:PT1H"
        data = calendar(event.format(1), event.format(7))
        data = data.replace(b"BEGIN:VEVENT", OUTLOOK_ZONE + b"BEGIN:VEVENT", 1)
        self.assertBusy(data, ("01-05 06:00", "01-05 07:00"), ("07-05 05:00", "07-05 06:00"))

    def test_a_zone_that_would_never_end_is_the_agenda_s(self):
        event = "DTSTART;TZID=Our own:20260105T080000\nDURATION:PT1H"
        zone = OUTLOOK_ZONE.replace(b"YEARLY", b"SECONDLY")
        data = calendar(event).replace(b"BEGIN:VEVENT", zone + b"BEGIN:VEVENT", 1)
        self.assertBusy(data, ("01-05 07:00", "01-05 08:00"))

    def test_a_whole_day_lasts_from_midnight_to_midnight_of_the_agenda(self):
        self.assertBusy(calendar("DTSTART;VALUE=DATE:20260329"), ("03-28 23:00", "03-29 22:00"))

    def test_several_whole_days_end_before_the_last(self):
        event = "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260108"
        self.assertBusy(calendar(event), ("01-04 23:00", "01-07 23:00"))

    def test_what_is_free_or_cancelled_blocks_nothing(self):
        event = "DTSTART;VALUE=DATE:20260105\n"
        for words in ("TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"):
            with self.subTest(words=words):
                self.assertBusy(calendar(event + words))

    def test_what_is_tentative_or_busy_blocks(self):
        event = "DTSTART:20260105T080000Z\nDURATION:PT1H\n"
        for words in (
            "TRANSP:OPAQUE",
            "STATUS:TENTATIVE",
            "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
            "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nTRANSP:TRANSPARENT",
        ):
            with self.subTest(words=words):
                self.assertBusy(calendar(event + words), ("01-05 08:00", "01-05 09:00"))

    def test_a_moment_without_length_blocks_nothing(self):
        self.assertBusy(calendar("DTSTART:20260105T080000Z"))

    def test_a_repetition_keeps_its_hour_across_the_clock_change(self):
        event = "DTSTART;TZID=Europe/Paris:20260328T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2"
        self.assertBusy(
            calendar(event), ("03-28 08:00", "03-28 09:00"), ("03-29 07:00", "03-29 08:00")
        )

    def test_until_counts_as_an_instant_and_as_a_day(self):
        event = "DTSTART;TZID=Europe/Paris:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL="
        first, second_ = ("01-05 08:00", "01-05 09:00"), ("01-06 08:00", "01-06 09:00")
        self.assertBusy(calendar(event + "20260106T080000Z"), first, second_)
        self.assertBusy(calendar(event + "20260106T075959Z"), first)
        self.assertBusy(calendar(event + "20260106"), first, second_)

    def test_the_second_hour_of_the_autumn_change_ends_a_repetition_too(self):
        # 2:15 comes twice: the last start, 2:30 the first time, is before its second.
        event = "DTSTART;TZID=Europe/Paris:20261024T023000\nDURATION:PT1H\n"
        event += "RRULE:FREQ=DAILY;UNTIL=20261025T011500Z"
        self.assertBusy(
            calendar(event), ("10-24 00:30", "10-24 01:30"), ("10-25 00:30", "10-25 01:30")
        )

    def test_dates_are_added_and_taken_out(self):
        event = """DTSTART;TZID=Europe/Paris:20260105T090000
            DURATION:PT1H
            RRULE:FREQ=DAILY;COUNT=3
            RDATE:20260201T100000Z
            RDATE;VALUE=PERIOD:20260301T100000Z/PT3H
            EXDATE;TZID=Europe/Paris:20260106T090000"""
        self.assertBusy(
            calendar(event),
            ("01-05 08:00", "01-05 09:00"),
            ("01-07 08:00", "01-07 09:00"),
            ("02-01 10:00", "02-01 11:00"),
            ("03-01 10:00", "03-01 13:00"),
        )

    def test_a_day_taken_out_takes_the_hour_of_that_day(self):
        event = "DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n"
        event += "EXDATE;VALUE=DATE:20260106"
        self.assertBusy(calendar(event), ("01-05 09:00", "01-05 10:00"))

    def test_an_occurrence_told_anew_moves(self):
        self.assertBusy(
            calendar(
                "UID:a\nDTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2",
                "UID:a\nRECURRENCE-ID:20260106T090000Z\nDTSTART:20260108T120000Z\nDURATION:PT2H",
            ),
            ("01-05 09:00", "01-05 10:00"),
            ("01-08 12:00", "01-08 14:00"),
        )

    def test_an_occurrence_cancelled_or_made_free_goes(self):
        master = "UID:a\nDTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2"
        other = "UID:a\nRECURRENCE-ID:20260106T090000Z\nDTSTART:20260106T090000Z\nDURATION:PT1H\n"
        for words in ("STATUS:CANCELLED", "TRANSP:TRANSPARENT"):
            with self.subTest(words=words):
                self.assertBusy(calendar(master, other + words), ("01-05 09:00", "01-05 10:00"))

    def test_an_event_of_another_name_replaces_nothing(self):
        self.assertBusy(
            calendar(
                "UID:a\nDTSTART:20260105T090000Z\nDURATION:PT1H",
                "UID:b\nRECURRENCE-ID:20260105T090000Z\nDTSTART:20260106T090000Z\nDURATION:PT1H",
            ),
            ("01-05 09:00", "01-05 10:00"),
            ("01-06 09:00", "01-06 10:00"),
        )

    def test_what_touches_is_one_period(self):
        event = "DTSTART:20260105T{}0000Z\nDURATION:PT1H"
        self.assertBusy(
            calendar(event.format("09"), event.format("10"), "DTSTART:20260105T093000Z"),
            ("01-05 09:00", "01-05 11:00"),
        )

    def test_only_what_is_in_the_window_counts(self):
        event = "DTSTART:{}T230000Z\nDURATION:PT2H"
        self.assertBusy(
            calendar(
                event.format("20251230"),
                event.format("20251231"),
                event.format("20270101"),
                "DTSTART:19990101T090000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;COUNT=30",
            ),
            ("12-31 23:00", "01-01 01:00"),
            ("01-01 09:00", "01-01 10:00"),
        )

    def test_periods_published_as_free_and_busy(self):
        data = b"BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\n"
        data += b"FREEBUSY:20260105T080000Z/PT1H,20260106T080000Z/20260106T100000Z\r\n"
        data += b"FREEBUSY;FBTYPE=FREE:20260107T080000Z/PT1H\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
        self.assertBusy(data, ("01-05 08:00", "01-05 09:00"), ("01-06 08:00", "01-06 10:00"))

    def test_what_makes_no_sense_is_counted_and_the_rest_read(self):
        good = "DTSTART:20260105T080000Z\nDURATION:PT1H"
        for bad in (
            "DTSTART:tomorrow",
            "SUMMARY:No start",
            f"{good}\nRRULE:FREQ=SECONDLY",
            f"{good}\nRRULE:FREQ=DAILY;INTERVAL=0",
            f"{good}\nRRULE:FREQ=NEVER",
            "DTSTART:20260105T080000Z\nDURATION:long",
            "DTSTART:99991231T235959Z\nDURATION:P9W\nRRULE:FREQ=DAILY;UNTIL=x",
        ):
            with self.subTest(bad=bad):
                self.assertBusy(calendar(bad, good), ("01-05 08:00", "01-05 09:00"), unread=1)

    def test_titles_lines_that_are_none_and_other_signs_do_not_disturb(self):
        event = "SUMMARY:Été : DTSTART:x\nno line at all\nDTSTART:20260105T080000Z\nDURATION:PT1H"
        data = b"\xef\xbb\xbf" + calendar(event).replace(b"\r\n", b"\n")
        with self.assertNoLogs("vobject.base"):
            self.assertBusy(data, ("01-05 08:00", "01-05 09:00"))

    def test_an_empty_calendar_frees_everything(self):
        self.assertBusy(calendar())

    def test_a_page_to_log_in_is_no_calendar(self):
        for data in (b"", b"<html><body>Log in</body></html>", b"\x00\xff"):
            with self.subTest(data=data):
                self.assertRefused("no_calendar", data)

    def test_a_calendar_cut_off_is_refused(self):
        self.assertRefused("broken", calendar("DTSTART:20260105T080000Z")[:-20])

    def test_too_many_events_or_times_are_refused(self):
        self.assertRefused("many_events", b"BEGIN:VEVENT\r\n" * 5_001)
        event = "DTSTART:20260101T000000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY;BYHOUR={};BYMINUTE={}"
        numbers = ",".join(map(str, range(24))), ",".join(map(str, range(60)))
        self.assertRefused("many_times", calendar(event.format(*numbers)))

    def test_a_calendar_that_takes_too_long_is_given_up(self):
        ticks = iter(range(0, 10_000, 3))
        data = calendar(*["DTSTART:20260105T080000Z\nDURATION:PT1H"] * 20)
        with self.assertRaises(FeedError) as caught:
            busy_time(data, second(FIRST), second(LAST), "UTC", clock=lambda: next(ticks))
        self.assertEqual(caught.exception.code, "slow_reading")
        self.assertEqual(busy.MAX_SECONDS, 10)
