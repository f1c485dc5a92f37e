import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import requests

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import rendezvous_routing
from ..travel import batches
from .common import RendezvousCase

LENS, ARRAS, LILLE = (50.43, 2.83), (50.29, 2.78), (50.63, 3.06)
LOGGER = "odoo.addons.rendezvous.models.rendezvous_routing"


class RoadServer(BaseHTTPRequestHandler):
    """Answers tables: one kilometre and two minutes for each number between two places."""

    asked, failure, holes = [], None, False

    def do_GET(self):
        self.asked.append(self.path)
        query = parse_qs(urlsplit(self.path).query)
        rows, columns = (
            [int(number) for number in query[name][0].split(";")]
            for name in ("sources", "destinations")
        )
        answer = {
            "code": "Ok",
            "distances": [[abs(a - b) * 1000 for b in columns] for a in rows],
            "durations": [
                [None if self.holes else abs(a - b) * 120 for b in columns] for a in rows
            ],
        }
        status, body = self.failure or (200, json.dumps(answer))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        """Say nothing among the results of the tests."""


@tagged("post_install", "-at_install")
class TestRouting(RendezvousCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.routing = cls.env["rendezvous.routing"]
        cls.server = HTTPServer(("127.0.0.1", 0), RoadServer)
        thread = threading.Thread(target=cls.server.serve_forever, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)

    def setUp(self):
        super().setUp()
        self.forget()
        self.addCleanup(self.forget)

    def forget(self):
        rendezvous_routing.KNOWN_LEGS.clear()
        rendezvous_routing.ASLEEP.clear()
        RoadServer.asked, RoadServer.failure, RoadServer.holes = [], None, False

    def set_parameter(self, name, value):
        self.env["ir.config_parameter"].set_param(f"rendezvous.{name}", value)

    def use_server(self):
        self.set_parameter("osrm_url", f"http://127.0.0.1:{self.server.server_port}/")

    def assertCrowFlies(self, pairs=((LENS, ARRAS),)):
        measure = self.routing._measure(pairs)
        self.assertFalse(measure.by_road)
        self.assertEqual(measure.legs, [self.routing._crow_flies()(*pair) for pair in pairs])

    def test_without_server_the_road_is_the_great_circle_times_the_factor(self):
        self.set_parameter("road_factor", "2")
        self.set_parameter("road_speed", "60")
        ((km, minutes),) = self.routing._legs([(LENS, ARRAS)])
        self.assertAlmostEqual(km, 2 * 15.97, delta=0.1)
        self.assertAlmostEqual(minutes, km)
        self.assertCrowFlies()

    def test_settings_that_make_no_sense_count_as_not_set(self):
        usual = self.routing._legs([(LENS, ARRAS)])
        for name in ("road_factor", "road_speed"):
            for value in ("", "0", "-3", "nan", "inf", "fast"):
                with self.subTest(name=name, value=value):
                    self.set_parameter(name, value)
                    self.assertEqual(self.routing._legs([(LENS, ARRAS)]), usual)
            self.set_parameter(name, "")

    def test_a_server_says_the_road(self):
        self.use_server()
        measure = self.routing._measure([(LENS, ARRAS), (LENS, None), (ARRAS, ARRAS)])
        self.assertEqual(measure.legs, [(1, 2), (0, 0), (0, 0)])
        self.assertTrue(measure.by_road)
        self.assertIn("/table/v1/driving/2.83000,50.43000;2.78000,50.29000?", RoadServer.asked[0])
        self.assertIn("annotations=duration,distance", RoadServer.asked[0])

    def test_a_leg_is_asked_for_once(self):
        self.use_server()
        self.routing._legs([(LENS, ARRAS), (LENS, ARRAS)])
        self.routing._legs([((50.430001, 2.830001), ARRAS)])
        self.assertEqual(len(RoadServer.asked), 1)

    def test_many_places_are_asked_for_in_tables_of_a_hundred(self):
        self.use_server()
        pairs = [((50 + n / 1000, 2.5), LENS) for n in range(250)]
        self.assertTrue(self.routing._measure(pairs).by_road)
        self.assertEqual(len(RoadServer.asked), 3)
        for path in RoadServer.asked:
            self.assertLessEqual(len(re.findall(r"\d,\d", path.partition("?")[0])), 100)

    def test_every_pair_is_in_one_batch(self):
        pairs = [((n, 0), (n + m, 1)) for n in range(30) for m in range(4)]
        groups = list(batches(pairs, 10))
        self.assertEqual([pair for group in groups for pair in group], pairs)
        for group in groups:
            self.assertLessEqual(len({point for pair in group for point in pair}), 10)

    @mute_logger(LOGGER)
    def test_answers_that_are_no_table_leave_the_crow(self):
        self.use_server()
        table = '{"code": "Ok", "distances": [[%s]], "durations": [[%s]]}'
        for failure in (
            (500, ""),
            (302, ""),
            (200, "<html>"),
            (200, "[]"),
            (200, '{"code": "NoTable"}'),
            (200, '{"code": "Ok"}'),
            (200, table % ("", "")),
            (200, table % ("NaN", "1")),
            (200, table % ("-1", "1")),
            (200, table % ('"far"', "1")),
        ):
            with self.subTest(failure=failure):
                self.forget()
                RoadServer.failure = failure
                self.assertCrowFlies()

    def test_a_silent_server_is_waited_for_once(self):
        self.use_server()
        with (
            patch.object(rendezvous_routing.requests, "get", side_effect=requests.Timeout) as get,
            self.assertLogs(LOGGER, "WARNING") as logs,
        ):
            self.assertCrowFlies()
            self.assertCrowFlies([(LENS, LILLE)])
        self.assertEqual(get.call_count, 1)
        self.assertEqual(get.call_args.kwargs, {"timeout": 3, "allow_redirects": False})
        self.assertEqual(len(logs.records), 1)

    def test_places_without_a_road_between_them_are_measured_as_the_crow_flies(self):
        self.use_server()
        RoadServer.holes = True
        self.assertCrowFlies()
        self.assertFalse(rendezvous_routing.ASLEEP)

    def test_only_web_addresses_are_asked(self):
        for url in ("ftp://127.0.0.1", "file:///etc/passwd", "127.0.0.1", "javascript:1"):
            with self.subTest(url=url):
                self.set_parameter("osrm_url", url)
                self.assertEqual(self.routing._osrm_url(), "")
                with self.assertRaises(ValidationError):
                    self.env["res.config.settings"].create({"rendezvous_osrm_url": url})

    def test_the_settings_refuse_a_road_shorter_than_the_straight_line(self):
        for values in ({"rendezvous_road_factor": 0.9}, {"rendezvous_road_speed": 0}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.env["res.config.settings"].create(values)

    def test_the_settings_are_kept(self):
        values = {"rendezvous_road_factor": 1.5, "rendezvous_road_speed": 40}
        self.env["res.config.settings"].create(values).execute()
        crow = self.routing._crow_flies()
        self.assertEqual((crow.factor, crow.speed), (1.5, 40))

    def test_a_matrix_has_a_row_for_each_place(self):
        rows = self.routing._matrix([LENS, ARRAS, None])
        self.assertEqual([len(row) for row in rows], [3, 3, 3])
        self.assertEqual(rows[0][1], self.routing._legs([(LENS, ARRAS)])[0])
        self.assertEqual(rows[1][1], (0, 0))

    def test_a_route_goes_through_all_the_places_known(self):
        legs = self.routing._legs([(LENS, ARRAS), (ARRAS, LENS)])
        km, minutes = self.routing._route([LENS, None, ARRAS, LENS])
        self.assertAlmostEqual(km, legs[0].km + legs[1].km)
        self.assertAlmostEqual(minutes, legs[0].minutes + legs[1].minutes)
        self.assertEqual(self.routing._route([]), (0, 0))
