"""Feeds from an address on the web."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from typing import Any
from urllib.parse import urljoin
from urllib.request import getproxies, proxy_bypass

from frontier.feeds.records import MAX_BYTES, FeedError

_REDIRECTS = 5

_HEADERS = {"User-Agent": "frontier", "Accept-Encoding": "gzip"}

_CUT_OFF = "was cut off; try again, or download it and give the file"


def is_url(text: str) -> bool:
    """Return whether a name of a feed is an address on the web."""
    return text.lower().startswith(("http://", "https://"))


def read_url(
    url: str,
    *,
    timeout: float = 30.0,
    limit: int = MAX_BYTES,
    progress: Callable[[str], None] = lambda _: None,
) -> bytes:
    """Download a public feed.

    Parameters
    ----------
    url : str
        Its address, http or https. Redirects are followed, but not from https to http.
    timeout : float
        Seconds that it may take in all.
    limit : int
        Bytes that are read at most, unpacked.
    progress : callable
        Called with a text while it is read, and with an empty one at the end.

    Returns
    -------
    bytes
        The content, whole.

    Raises
    ------
    FeedError
        If it cannot be downloaded: no network, no such host, an answer that is not 200, too slow, too large, cut off,
        or an address with a name and password, which are never sent.
    """
    try:
        urllib3: Any = import_module("urllib3")
    except ImportError:
        hint = "pip install urllib3, or download it and give the file"
        raise FeedError(f"addresses are read with urllib3: {hint}") from None
    asked, url = url, url.partition("?")[0]  # what follows may be a secret key, and messages are kept
    until = time.monotonic() + timeout
    try:
        for _ in range(_REDIRECTS + 1):  # urllib3 would leave the connections of those before open
            left = max(0.1, until - time.monotonic())
            options = {"timeout": left, "retries": False, "redirect": False, "preload_content": False}
            with _pool(urllib3, asked) as pool, pool.request("GET", asked, headers=_HEADERS, **options) as answer:
                there = answer.get_redirect_location()
                if not there:
                    return _body(answer, url, until, limit, progress)
            asked = _next_address(asked, there, url)
        raise FeedError(f"{url} redirects more than {_REDIRECTS} times")
    except FeedError:
        raise
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:  # also of an address that is none
        raise FeedError(f"{url} {_meaning(urllib3.exceptions, error, timeout)}") from None
    finally:
        progress("")


def _pool(urllib3: Any, url: str) -> Any:
    """Return what connects to an address, through the proxy of the environment if there is one."""
    parts = urllib3.util.parse_url(url)
    if " " in url:
        raise ValueError("an address has no blanks")
    if parts.auth:
        raise FeedError(f"{parts.host}: the address holds a name or password, and none is ever sent; leave it out")
    proxy = None if proxy_bypass(parts.host or "") else getproxies().get(parts.scheme)
    return urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()


def _next_address(here: str, there: str, url: str) -> str:
    """Return where a redirect leads; refuse what is not on the web, and the way from https to http."""
    following = urljoin(here, there)
    if not following.lower().startswith("https:" if here.lower().startswith("https:") else ("http:", "https:")):
        raise FeedError(f"{url} redirects to {following.partition('?')[0][:200]!r}, which is not followed")
    return following


def _meaning(known: Any, error: Exception, timeout: float) -> str:
    """Return what an error of the connection means."""
    meanings = {
        known.SSLError: f"cannot prove who it is: {error}",
        known.NewConnectionError: "cannot be reached; is there a network? A downloaded file does as well",
        known.TimeoutError: f"does not answer in time ({timeout:g} seconds); try again, or give a file",
        known.ProtocolError: _CUT_OFF,
    }
    return next((text for kind, text in meanings.items() if isinstance(error, kind)), f"cannot be read: {error}")


def _body(answer: Any, url: str, until: float, limit: int, progress: Callable[[str], None]) -> bytes:
    if answer.status != HTTPStatus.OK:
        raise FeedError(f"{url} answers {answer.status} {answer.reason or ''}".rstrip())
    encoding = answer.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise FeedError(f"{url} is packed as {encoding!r}, which was not asked for")
    unpack = None if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 16)
    data = bytearray()
    while chunk := answer.read1(2**16, decode_content=False):
        try:
            data += unpack.decompress(chunk, limit + 1 - len(data)) if unpack else chunk
        except zlib.error:
            raise FeedError(f"{url} is marked as gzip, and is not") from None
        if len(data) > limit:
            raise FeedError(f"{url} has more than {limit:,} bytes, and no more are read; is it the right address?")
        if time.monotonic() > until:
            raise FeedError(f"{url} is too slow: {len(data):,} bytes so far; try again, or give a file")
        progress(f"{url[:60]}: {len(data) / 2**20:.1f} MB")
    if unpack and not unpack.eof:
        raise FeedError(f"{url} {_CUT_OFF}")
    return bytes(data)
