"""Feeds from an address: a real server on this machine, and everything that a server may do wrong."""

import gzip
import http.server
import json
import shutil
import socket
import threading
from pathlib import Path

import pytest

import frontier
from frontier.cli.main import main
from frontier.feeds import fetch
from frontier.feeds.fetch import is_url, read_url
from frontier.feeds.read import read_feed
from frontier.feeds.records import FeedError

EXAMPLE = Path(__file__).resolve().parent.parent / "docs" / "example"
LIST = json.dumps(
    {"data": [{"id": f"a/m{k}", "pricing": {"prompt": "1e-6", "completion": "2e-6"}} for k in range(2000)]}
).encode()


class Server(http.server.BaseHTTPRequestHandler):
    """Answers by the path; HTTP/1.1, so that lengths and chunks are as on the web."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, data, status=200, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        getattr(self, self.path.partition("?")[0].strip("/").replace("-", "_"))()

    def plain(self):
        self.send(LIST, Content_Type="application/json")

    def packed(self):
        self.send(gzip.compress(LIST), Content_Encoding="gzip")

    def openai(self):
        price = {"id": "o3-mini", "vendor": "openai", "name": "o3-mini", "input": 1, "output": 4}
        self.send(json.dumps({"prices": [price]}).encode())

    def example_board(self):
        self.send((EXAMPLE / "board.json").read_bytes())

    def example_prices(self):
        self.send((EXAMPLE / "prices.json").read_bytes())

    def moved(self):
        self.send(b"", 302, Location="/plain")

    def moved_elsewhere(self):
        self.send(b"", 301, Location="file:///etc/hostname")

    def moved_to_an_escape(self):
        self.send(b"", 302, Location="gopher://\x1b[2Jx")

    def moved_to_a_bracket(self):
        self.send(b"", 302, Location="http://[")

    def moved_to_no_port(self):
        self.send(b"", 302, Location="http://127.0.0.1:port/")

    def moved_for_ever(self):
        self.send(b"", 307, Location="/moved-for-ever")

    def missing(self):
        self.send(b"<html>no such page</html>", 404)

    def broken(self):
        self.send(b"{}", 500)

    def page(self):
        self.send(b"<!DOCTYPE html><html><body>Log in</body></html>", Content_Type="text/html")

    def cut(self):
        self.send(LIST[:1000], length=len(LIST))
        self.close_connection = True

    def packed_and_cut(self):
        self.send(gzip.compress(LIST)[:-200], Content_Encoding="gzip")

    def chunks_cut(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"400\r\n" + LIST[:0x400] + b"\r\n400\r\n" + LIST[:10])
        self.close_connection = True

    def chunks(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(LIST), 5000):
            part = LIST[start : start + 5000]
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def not_packed(self):
        self.send(LIST, Content_Encoding="gzip")

    def strange(self):
        self.send(LIST, Content_Encoding="br")

    def bomb(self):
        self.send(gzip.compress(bytes(20_000_000)), Content_Encoding="gzip")

    def huge(self):
        self.send(bytes(2_000_000))

    def stall(self):
        self.server.stop.wait(20)

    def stall_half_way(self):
        self.send(LIST[:1000], length=len(LIST))
        self.wfile.flush()
        self.server.stop.wait(20)

    def drip(self):
        self.send(b"{", length=100_000)
        for _ in range(400):
            if self.server.stop.wait(0.05):
                break
            try:
                self.wfile.write(b" ")
            except OSError:
                break
        self.close_connection = True

    def silent(self):
        self.connection.shutdown(socket.SHUT_RDWR)


class Quiet(http.server.ThreadingHTTPServer):
    """Keeps to itself that a client went away."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


@pytest.fixture(scope="module")
def server():
    with Quiet(("127.0.0.1", 0), Server) as running:
        running.asked, running.stop = [], threading.Event()
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.stop.set()
        running.shutdown()


@pytest.fixture
def at(server):
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.mark.parametrize("path", ["plain", "packed", "moved", "chunks", "plain?a=b"])
def test_what_is_served_is_read_whole(at, path):
    assert read_url(f"{at}/{path}") == LIST
    assert len(read_feed(read_url(f"{at}/{path}")).prices) == 2000


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("missing", "answers 404 Not Found"),
        ("broken", "answers 500 Internal Server Error"),
        ("cut", "was cut off; try again"),
        ("packed-and-cut", "was cut off; try again"),
        ("chunks-cut", "was cut off; try again"),
        ("silent", "was cut off; try again"),
        ("not-packed", "is marked as gzip, and is not"),
        ("strange", "is packed as 'br', which was not asked for"),
        ("moved-elsewhere", "redirects to 'file:///etc/hostname', which is not followed"),
        ("moved-to-an-escape", "cannot be read"),
        ("moved-to-a-bracket", "cannot be read"),
        ("moved-to-no-port", "cannot be read"),
        ("moved-for-ever", "redirects more than 5 times"),
        ("huge", "has more than 1,000,000 bytes"),
        ("bomb", "has more than 1,000,000 bytes"),
    ],
)
def test_what_a_server_does_wrong_is_told(at, path, why):
    with pytest.raises(FeedError, match=why) as caught:
        read_url(f"{at}/{path}", limit=1_000_000)
    assert str(caught.value).startswith(f"{at}/{path} ")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("path", ["stall", "stall-half-way", "drip"])
def test_a_server_that_is_too_slow_is_not_waited_for(at, path):
    with pytest.raises(FeedError, match=r"does not answer in time|is too slow"):
        read_url(f"{at}/{path}", timeout=0.5)


def test_a_page_instead_of_data_is_told(at):
    with pytest.raises(FeedError, match="is a web page, not data; give the address of the file itself"):
        read_feed(read_url(f"{at}/page"), source=f"{at}/page")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "https://127.0.0.1:9/x", "http://no-such-host.invalid/x"])
def test_without_a_network_the_file_is_asked_for(url):
    with pytest.raises(FeedError, match="cannot be reached; is there a network\\? A downloaded file does as well"):
        read_url(url, timeout=10)


@pytest.mark.parametrize(
    "url", ["http://[", "http://[::1", "http://127.0.0.1:port/", "http://a b/", "http:///", "http://\x1b[2J"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(FeedError, match="cannot be re") as caught:
        read_url(url, timeout=5)
    assert str(caught.value).isprintable()


def test_nothing_that_proves_who_one_is_is_sent(at, server, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login ann password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    server.asked.clear()
    read_url(f"{at}/moved")
    assert len(server.asked) == 2
    for _, headers in server.asked:
        assert not {"Authorization", "Cookie", "Referer"} & set(headers)
    with pytest.raises(FeedError, match="holds a name or password, and none is ever sent") as caught:
        read_url(at.replace("//", "//ann:secret@") + "/plain")
    assert "secret" not in str(caught.value)


def test_progress_is_told_and_taken_away(at):
    told = []
    read_url(f"{at}/plain", progress=told.append)
    assert told[-1] == ""
    assert told[-2].endswith("0.1 MB")


def test_a_proxy_of_the_environment_is_used(at, monkeypatch):
    monkeypatch.setenv("http_proxy", at)
    monkeypatch.setenv("no_proxy", "")
    real = Server.do_GET
    monkeypatch.setattr(Server, "do_GET", lambda self: self.plain() if self.path.startswith("http:") else real(self))
    assert read_url("http://example.invalid/list") == LIST


@pytest.mark.parametrize(
    ("text", "is_one"), [("http://a/b", True), ("HTTPS://a", True), ("a.json", False), ("ftp://a", False)]
)
def test_an_address_is_told_from_a_file(text, is_one):
    assert is_url(text) is is_one


def test_a_redirect_from_https_to_http_is_not_followed():
    words = r"^https://example.org/a redirects to 'http://example.org/list', which is not followed$"
    with pytest.raises(FeedError, match=words):
        fetch._next_address(
            "https://example.org/a?key=secret", "http://example.org/list?key=secret", "https://example.org/a"
        )


def test_the_library_that_reads_addresses_is_asked_for(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "urllib3", None)
    with pytest.raises(FeedError, match=r"pip install urllib3, or download it and give the file"):
        read_url("https://example.org/a.json")


def test_the_command_reads_an_address_and_keeps_no_key_of_it(at, capsys):
    assert main(["update", "--prices", f"{at}/openai?key=secret", "--json", "--as-of", "2026-11-01"]) == 1
    rows = json.loads(capsys.readouterr().out)["differences"]
    assert {row["model"] for row in rows} == {"o3-mini", "o3-mini-high"}
    assert {row["source"] for row in rows} == {f"llm-prices o3-mini ({at}/openai)"}
    assert main(["update", "--prices", f"{at}/missing", f"{at}/page"]) == 2
    said = capsys.readouterr().err
    assert "/missing answers 404 Not Found" in said
    assert "/page is a web page" in said


def test_two_addresses_of_one_path_are_two_feeds_and_show_no_key(at, capsys):
    words = ["update", "--prices", f"{at}/openai?key=secret", f"{at}/openai?key=other", "--as-of", "2026-11-01"]
    assert main([*words, "--json"]) == 1
    out, err = capsys.readouterr()
    assert "secret" not in out + err
    assert {row["feed"] for row in json.loads(out)["differences"]} == {"openai"}, "the second says the same"


def test_the_command_shows_progress_on_a_terminal_only(at, capsys, monkeypatch):
    words = ["update", "--prices", f"{at}/openai", "--as-of", "2026-11-01", "--json"]
    main(words)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    main(words)
    said = capsys.readouterr().err
    assert "/openai: 0.0 MB" in said
    assert said.endswith("\r\x1b[K")


# --- The public sources


@pytest.fixture
def run(at, tmp_path, capsys):
    """Update a copy of the table of eight models from sources of its own, one of which cannot be read."""
    table = Path(shutil.copytree(EXAMPLE / "table", tmp_path / "table"))
    (table / "sources.toml").write_text(
        f"""
        source = [
            {{name = "page-only", page = "{at}/missing"}},
            {{name = "gone", prices = "{at}/missing"}},
            {{name = "list", prices = "{at}/example-prices"}},
            {{name = "board", scores = "{at}/example-board", board = "text"}},
        ]
        """
    )

    def run(*words):
        return (main(["update", "--data", str(table), *words]), *capsys.readouterr())

    run.table = table
    return run


def test_without_arguments_the_public_sources_are_read_and_a_lost_one_is_reported(run, at):
    code, out, err = run()
    assert (code, err) == (1, f"not read: {at}/missing answers 404 Not Found\n")
    for line in ("rescored: 8 models", "new: 2 models", "repriced: 3 models"):
        assert line in out
    assert run("--without", "gone")[:2] == (1, out)
    code, out, err = run("--without", "gone", "board", "list")
    assert (code, out, err) == (0, "the table says the same\n", "")
    code, out, err = run("--without", "lst")
    assert (code, out) == (2, "")
    assert err == "--without 'lst'; did you mean 'list'?: the public sources are gone, list, board\n"
    # a lost source keeps nothing from being written, and is not forgotten
    code, out, err = run("--write")
    assert code == 1
    assert out.endswith("written: models.csv, history/scores.csv, history/prices.csv, history/snapshots.csv\n")
    assert frontier.load_models(run.table).set_index("model").loc["o1-mini", "output_usd_per_mtok"] == 4.4
    code, out, err = run("--write", "--without", "gone")
    assert (code, err) == (0, "")
    assert out.endswith("written: nothing\n")


@pytest.mark.parametrize(
    ("day", "why"),
    [("2025-02-14", "board has only 1 of the table's 8 models: a part?"), ("2023-02-14", "there is nothing to update")],
)
def test_a_public_leaderboard_that_cannot_be_taken_leaves_the_prices(run, at, day, why):
    board = json.loads((EXAMPLE / "board.json").read_text())
    board |= {"models": board["models"][:2], "meta": board["meta"] | {"last_updated": day}}
    (run.table / "board.json").write_text(json.dumps(board))
    sources = run.table / "sources.toml"
    sources.write_text(sources.read_text().replace(f"{at}/example-board", str(run.table / "board.json")))
    code, out, err = run("--without", "gone")
    assert code == 1
    assert why in err
    assert "rescored" not in out
    assert "repriced: 3 models" in out


def test_a_no_is_remembered_until_the_price_changes(run):
    odd, words = "gpt-4o-mini-2024-07-18", ("--without", "gone", "board")
    code, out, _ = run(*words)
    assert f"held back as suspicious: {odd};" in out
    no = ("--refuse", f"{odd}={odd}", "--because", "the two amounts are swapped")
    code, out, _ = run(*words, *no)
    assert "repriced: 2 models" in out
    assert "held back" not in out
    assert "refused before: 1 price\n" in out
    assert not (run.table / "refused.csv").exists(), "nothing is written unasked"
    code, out, _ = run(*words, *no, "--write")
    assert (code, out.splitlines()[-1]) == (0, "written: models.csv, history/prices.csv, refused.csv")
    lines = (run.table / "refused.csv").read_text().splitlines()
    assert lines[0] == "model,name,input_usd_per_mtok,cached_input_usd_per_mtok,output_usd_per_mtok,reason"
    assert lines[1:] == [f"{odd},{odd},0.6,,0.15,the two amounts are swapped"]
    assert frontier.check_models(run.table) == []
    assert run(*words)[:2] == (0, "refused before: 1 price\nthe table says the same\n")
    # a yes is still a yes, and another price is shown
    assert "held back" not in run(*words, "--accept", f"{odd}={odd}")[1]
    assert "repriced: 1 model" in run(*words, "--accept", f"{odd}={odd}")[1]
    (run.table / "refused.csv").write_text("\n".join(lines).replace("0.15", "0.16") + "\n")
    code, out, _ = run(*words)
    assert code == 1
    assert f"held back as suspicious: {odd};" in out
