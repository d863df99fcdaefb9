"""Feeds from an address or from an installed package."""

from __future__ import annotations

import datetime as dt
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from importlib import import_module
from importlib.metadata import version
from typing import Any
from urllib.parse import urljoin
from urllib.request import getproxies, proxy_bypass

from frontier.feeds.read import _SHAPES, _read
from frontier.feeds.records import _WRONG, MAX_BYTES, Feed, FeedError


def is_url(text: str) -> bool:
    """Tell whether a name of a feed is an address on the web."""
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
        If it cannot be had: no network, no such host, an answer that is not 200, too slow, too large, cut off, or
        asking for a name and password, which are never sent.
    """
    try:
        urllib3: Any = import_module("urllib3")
    except ImportError:
        hint = "pip install urllib3, or download it and give the file"
        raise FeedError(f"addresses are read with urllib3: {hint}") from None
    until, asked = time.monotonic() + timeout, url
    url = url.partition("?")[0]  # what follows may be somebody's key, and messages are kept
    try:
        return _download(urllib3, asked, until, limit, progress)
    except urllib3.exceptions.SSLError as error:
        raise FeedError(f"{url} cannot prove who it is: {error}") from None
    except urllib3.exceptions.NewConnectionError:
        raise FeedError(f"{url} cannot be reached; is there a network? A downloaded file does as well") from None
    except urllib3.exceptions.TimeoutError:
        raise FeedError(f"{url} does not answer in time ({timeout:g} seconds); try again, or give a file") from None
    except (urllib3.exceptions.IncompleteRead, urllib3.exceptions.ProtocolError):
        raise FeedError(f"{url} was cut off; try again, or download it and give the file") from None
    except FeedError:
        raise
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:  # also of an address that is none
        raise FeedError(f"{url} cannot be read: {error}") from None
    finally:
        progress("")


def _download(urllib3: Any, url: str, until: float, limit: int, progress: Callable[[str], None]) -> bytes:
    here, url = url, url.partition("?")[0]
    for _ in range(_REDIRECTS + 1):
        parts = urllib3.util.parse_url(here)
        if parts.auth:
            raise FeedError(f"{parts.host}: the address holds a name or password, and none is ever sent; leave it out")
        wait = urllib3.Timeout(connect=max(0.1, until - time.monotonic()), read=max(0.1, until - time.monotonic()))
        proxy = None if proxy_bypass(parts.host or "") else getproxies().get(parts.scheme)
        pool = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        with pool:
            answer = pool.request(
                "GET", here, headers=_HEADERS, timeout=wait, retries=False, redirect=False, preload_content=False
            )
            try:
                there = answer.get_redirect_location()
                if not there:
                    return _body(answer, url, until, limit, progress)
            finally:
                answer.close()
        try:
            following = urljoin(here, there)
        except ValueError:
            following = there
        if not is_url(following) or (here.lower().startswith("https:") and not following.lower().startswith("https:")):
            raise FeedError(f"{url} sends on to {following.partition('?')[0][:200]!r}, which is not followed")
        here = following
    raise FeedError(f"{url} sends on more than {_REDIRECTS} times")


def _body(answer: Any, url: str, until: float, limit: int, progress: Callable[[str], None]) -> bytes:
    if answer.status != 200:
        raise FeedError(f"{url} answers {answer.status} {_PHRASES.get(answer.status, '')}".rstrip())
    encoding = answer.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise FeedError(f"{url} is packed as {encoding!r}, which was not asked for")
    unpack = None if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 16)
    data = bytearray()
    while chunk := answer.read1(2**16, decode_content=False):
        try:
            data += unpack.decompress(chunk, limit + 1 - len(data)) if unpack else chunk
        except zlib.error:
            raise FeedError(f"{url} says that it is gzip, and is not") from None
        if len(data) > limit:
            raise FeedError(f"{url} has more than {limit:,} bytes, and no more are read; is it the right address?")
        if time.monotonic() > until:
            raise FeedError(f"{url} is too slow: {len(data):,} bytes so far; try again, or give a file")
        progress(f"{url[:60]}: {len(data) / 2**20:.1f} MB")
    if unpack and not unpack.eof:
        raise FeedError(f"{url} was cut off; try again, or download it and give the file")
    return bytes(data)


def _genai_steps(prices: Any) -> list[dict[str, Any]]:
    """Return the package's prices of a model as its data has them."""
    steps = []
    for step in prices if isinstance(prices, list) else [prices]:
        rates, limit = getattr(step, "prices", step), getattr(step, "constraint", None)
        told = {name: getattr(rates, name, None) for name in ("input_mtok", "cache_read_mtok", "output_mtok")}
        plain = {name: getattr(rate, "base", rate) for name, rate in told.items()}  # the shortest context
        days = {name: getattr(limit, name) for name in ("start_date", "start_time") if hasattr(limit, name)}
        steps.append({"prices": {k: v if v is None else float(v) for k, v in plain.items()}, "constraint": days})
    return steps


_REDIRECTS = 5


_HEADERS = {"User-Agent": "frontier", "Accept-Encoding": "gzip"}


_PHRASES = {status.value: status.phrase for status in HTTPStatus}


INSTALLED = "genai-prices"


def read_installed() -> Feed:
    """Return the prices that the package genai-prices carries, where it is installed.

    Returns
    -------
    Feed
        As of the last day on which one of its prices began: the package does not tell the day of its data, and it is
        not older than that.

    Raises
    ------
    FeedError
        If the package is not installed, or has another shape than it had.
    """
    try:
        data: Any = import_module("genai_prices.data")
    except ImportError:
        raise FeedError(f"the package {INSTALLED} is not installed: pip install {INSTALLED}, or give a file") from None
    try:
        providers = [
            {"id": provider.id, "models": [{"id": m.id, "prices": _genai_steps(m.prices)} for m in provider.models]}
            for provider in data.providers
        ]
    except _WRONG as error:
        raise FeedError(f"the package {INSTALLED} has no known shape: {error}; give a file of its data") from None
    feed = _read("genai-prices", _SHAPES["genai-prices"], providers, f"{INSTALLED} {version(INSTALLED)}")
    days = [price.start for price in feed.prices if price.start and price.start <= dt.date.today()]
    return replace(feed, as_of=max(days, default=None))
