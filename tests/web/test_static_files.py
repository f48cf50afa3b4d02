"""Styles and scripts go out compressed to who takes that, whole to everybody else, and never as they were before a change."""

import gzip
import os
import shutil
from pathlib import Path

import pytest
from django.test import Client

from duban import web
from duban.config import static_files

LARGE = "/static/vendor/tabler.min.css"
FILE = Path(web.__file__).parent / "static/vendor/tabler.min.css"


def _sent(path, **headers):
    answer = Client(headers=headers).get(path)
    return answer, b"".join(answer.streaming_content)


def test_who_takes_it_gets_the_same_in_fewer_bytes():
    answer, content = _sent(LARGE, accept_encoding="br, gzip")
    assert answer["Content-Encoding"] == "gzip" and answer["Vary"] == "Accept-Encoding"
    assert int(answer["Content-Length"]) == len(content) < FILE.stat().st_size / 5
    assert gzip.decompress(content) == FILE.read_bytes()
    assert "max-age" in answer["Cache-Control"]


@pytest.mark.parametrize("headers", [{}, {"accept_encoding": "br"}, {"accept_encoding": "identity"}])
def test_everybody_else_gets_it_whole(headers):
    answer, content = _sent(LARGE, **headers)
    assert "Content-Encoding" not in answer and content == FILE.read_bytes()


def test_who_tidies_up_under_a_running_server_costs_no_page(settings, tmp_path):
    settings.PACKED_ROOT = tmp_path / "packed"
    server = static_files.CompressedStaticFiles(lambda request: None)
    found = server.get_static_file(str(FILE), LARGE)
    takes = {"HTTP_ACCEPT_ENCODING": "gzip"}
    assert found.get_path_and_headers(takes)[0].startswith(str(settings.PACKED_ROOT))
    shutil.rmtree(settings.PACKED_ROOT)
    path, headers = found.get_path_and_headers(takes)
    assert path == str(FILE) and "Content-Encoding" not in dict(headers)


def test_a_changed_file_is_packed_anew(tmp_path):
    file, folder = tmp_path / "a.css", tmp_path / "packed"
    file.write_text("a" * 2000)
    first = static_files.packed(file, folder)
    assert static_files.packed(file, folder) == first
    file.write_text("b" * 2000)
    os.utime(file, ns=(1, 1))
    second = static_files.packed(file, folder)
    assert gzip.decompress(second.read_bytes()) == b"b" * 2000 and second != first


@pytest.mark.parametrize("name, size", [("a.css", 100), ("a.png", 5000)])
def test_what_would_hardly_be_smaller_stays_as_it_is(tmp_path, name, size):
    (tmp_path / name).write_bytes(b"a" * size)
    assert static_files.packed(tmp_path / name, tmp_path / "packed") is None


def test_where_nothing_can_be_kept_it_is_sent_as_it_is(tmp_path):
    (tmp_path / "a.css").write_text("a" * 2000)
    (tmp_path / "packed").write_text("no folder")
    assert static_files.packed(tmp_path / "a.css", tmp_path / "packed") is None
