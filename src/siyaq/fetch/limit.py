"""What one request may cost at most, and how polite we are: all figures of fetching in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Limits of fetching. Times are seconds, sizes bytes.

    Attributes:
        max_bytes: of one resource, on the wire and inflated (the longest Arabic news pages have 1 to 2 MB).
        max_inflation: inflated bytes per byte on the wire, counted once more than 1 MB has come out; HTML reaches 5 to 30,
            repetitive feeds 60, bombs 1,000.
        deadline_s: of one `get` with its redirects and repetitions; waiting for a host's turn does not count.
        connect_s: for name look-up, connection and TLS, each address.
        silence_s: without a single byte.
        max_redirects: hops of one `get`; RFC 9309 asks for at least five for robots.txt.
        retries: repetitions after a temporary failure.
        backoff_s: before the first repetition; doubles each time, with jitter of half to one and a half.
        max_wait_s: longest Retry-After that is waited for within one `get`; longer ones are reported to the caller.
        host_delay_s: between two requests to a host that asks for no delay.
        max_crawl_delay_s: longest Crawl-delay kept; longer ones are met with this.
        connections: at once, over all hosts.
        host_connections: at once to a host of `allow_hosts`; others get one.
        robots_max_bytes: of robots.txt, the rest is not read (RFC 9309, section 2.5).
        robots_keep_s: how long robots.txt is kept (RFC 9309, section 2.4).
        robots_retry_s: how long a host whose robots.txt fails is left alone.
    """

    max_bytes: int = 10_000_000
    max_inflation: float = 200.0
    deadline_s: float = 30.0
    connect_s: float = 10.0
    silence_s: float = 15.0
    max_redirects: int = 6
    retries: int = 2
    backoff_s: float = 0.5
    max_wait_s: float = 5.0
    host_delay_s: float = 1.0
    max_crawl_delay_s: float = 30.0
    connections: int = 32
    host_connections: int = 16
    robots_max_bytes: int = 512_000
    robots_keep_s: float = 86_400.0
    robots_retry_s: float = 600.0
