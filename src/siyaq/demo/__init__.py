"""A small invented press, served on loopback: what a new user sees first, and a world whose truth is known to tests.

Three invented countries, nine invented outlets, and five days of news that end at the moment the server starts. All text
was written for this project; no place, person or organisation in it is real.
"""

from siyaq.demo.content import Claim, Outlet, Piece, Update, load_outlets, load_pieces
from siyaq.demo.edition import Edition, Printed, make_edition
from siyaq.demo.server import DemoServer, demo_server, open_demo
from siyaq.demo.truth import Truth, build_truth, load_truth

__all__ = [
    "Claim",
    "DemoServer",
    "Edition",
    "Outlet",
    "Piece",
    "Printed",
    "Truth",
    "Update",
    "build_truth",
    "demo_server",
    "load_outlets",
    "load_pieces",
    "load_truth",
    "make_edition",
    "open_demo",
]
