"""Connections to engines: from an address to a backend, and errors of either told without a secret."""

from __future__ import annotations

import re
import warnings
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, unquote_plus, urlsplit

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ibis

INSTALL = "pip install 'brobygger-cli[engine]'"
_FORMS = "Such as: duckdb, duckdb://file.db, postgres://user@host/database, pyspark, spark://host:7077."
_ON_DISK = ("duckdb", "sqlite")  # what stands behind the address is a file
_ALSO = {"postgres": " 'psycopg[binary]'"}  # what the driver needs of the system
_HIDDEN = re.compile(r"pass|pwd|secret|token|key|credential", re.IGNORECASE)

# What drivers say, whatever the driver, and what to do about it; the first that fits.
_HINTS = (
    (
        r"password|authentication|28P01|401",
        "Check user and password; PostgreSQL also takes a password from PGPASSWORD or ~/.pgpass.",
    ),
    (
        r"permission|privilege|denied|not authorized|forbidden|403",
        "The user of the connection has to be allowed to read the table (SELECT).",
    ),
    (
        r"refused|could not translate|resolve|timed? ?out|unreachable|no such host|not known|does not exist",
        "Check host, port and database, and that the engine runs and may be reached from here.",
    ),
    (r"magic bytes|parquet", "It is no Parquet file; a database file goes with --engine duckdb://FILE."),
    (r"utf-?8|unicode|encod", "DuckDB reads text in UTF-8; without --engine a file is read in any encoding."),
    (r"java", "Spark needs Java 17 to 21: install it, or say with JAVA_HOME where it is."),
)


@dataclass(frozen=True, eq=False)
class Connection:
    """A connection to an engine.

    Args:
        backend: The engine as Ibis knows it.
        shown: Its address as messages say it, without a secret.
        secrets: What no message may say.
    """

    backend: ibis.BaseBackend
    shown: str
    secrets: tuple[str, ...] = ()

    @contextmanager
    def asking(self, what: str) -> Iterator[None]:
        """Let what goes wrong in the engine be an error that a person can act on.

        Args:
            what: What it is asked about, for the message.

        Raises:
            BrobyggerError: If the engine raises anything.
        """
        with _told(f"{self.shown}: {what}", self.secrets):
            yield


def connect(address: str) -> Connection:
    """Connect to the engine at an address: `duckdb`, `postgres://user@host/database`, anything that Ibis takes.

    Raises:
        BrobyggerError: If the library for it is not installed, there is no such kind of engine, or no connection
            comes about.
    """
    try:
        import ibis  # noqa: PLC0415 - nobody else needs it
    except ImportError:
        raise BrobyggerError(
            "--engine needs a library that is not installed: Ibis", f"Install it with: {INSTALL}"
        ) from None
    parts = _split(address)
    kinds = sorted(entry.name for entry in ibis.util.backend_entry_points())
    kind = {"postgresql": "postgres", "spark": "pyspark"}.get(parts.scheme, parts.scheme)
    if kind not in kinds:
        raise BrobyggerError(
            f"--engine {parts.scheme}: there is no engine of that kind{did_you_mean(parts.scheme, kinds)}",
            f"There are: {', '.join(kinds)}. {_FORMS}",
        )
    secrets = _secrets(parts)
    shown = _shown(parts, kind)
    read_only = _read_only(parts, kind)
    with _told(
        f"{shown}: no connection", secrets, install=f"pip install 'ibis-framework[{kind}]'{_ALSO.get(kind, '')}"
    ):
        if parts.scheme == "spark" and parts.netloc:
            backend = ibis.pyspark.connect(_spark(f"spark://{parts.netloc}"))
        else:
            rest = address.partition("://")[2]
            backend = ibis.connect(f"{kind}://{rest}", **read_only)
        if kind == "pyspark":
            backend._session.sparkContext.setLogLevel("ERROR")  # noqa: SLF001 - Ibis shows the session nowhere else
    connection = Connection(backend, shown, secrets)
    if kind != "pyspark":  # a session is the whole program's
        weakref.finalize(connection, backend.disconnect)
    return connection


def _split(address: str) -> SplitResult:
    """Return the parts of an address, one without `://` being the kind of engine alone.

    A password with a `/`, `?` or `#` in it would end up in other parts, and be shown; so such an address is refused.
    """
    whole = address if "://" in address else f"{address}://"
    kind = whole.partition("://")[0].casefold()
    if not _is_address(whole):
        raise BrobyggerError(
            f"--engine {kind}://…: is no address",
            "Characters such as @ : / ? # in a user name or password are written %40 %3A %2F %3F %23.",
        )
    parts = urlsplit(whole)
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", parts.scheme):
        raise BrobyggerError("--engine: is no address of an engine", _FORMS)
    return parts


def _is_address(whole: str) -> bool:
    """Tell whether the parts of an address can be told apart; an @ outside user and host may end a password."""
    try:
        parts = urlsplit(whole)
        numbered = parts.scheme in _ON_DISK or parts.port is None or parts.port > 0
    except ValueError:
        return False
    return numbered and (parts.scheme in _ON_DISK or "@" in parts.netloc or "@" not in whole)


def _secrets(parts: SplitResult) -> tuple[str, ...]:
    hidden = {value for name, value in parse_qsl(parts.query) if _HIDDEN.search(name)}
    if parts.password:
        hidden |= {parts.password, unquote(parts.password), unquote_plus(parts.password)}
    return tuple(sorted(filter(None, hidden), key=len, reverse=True))


def _shown(parts: SplitResult, kind: str) -> str:
    user = f"{parts.username}@" if parts.username else ""
    host = (parts.hostname or "") if kind not in _ON_DISK else parts.netloc
    port = f":{parts.port}" if kind not in _ON_DISK and parts.port else ""
    where = f"{user}{host}{port}{parts.path}"
    return f"{parts.scheme}://{where}" if where else parts.scheme


def _read_only(parts: SplitResult, kind: str) -> dict[str, bool]:
    """Return what makes sure that a database file is read and not made.

    Raises:
        BrobyggerError: If there is no such file.
    """
    file = f"{parts.netloc}{parts.path}"
    if kind not in _ON_DISK or not file or file.startswith((":memory:", "md:", "motherduck:")):
        return {}
    if not Path(file).is_file():
        raise BrobyggerError(
            f"--engine {parts.scheme}://{file}: no such file",
            f"Give the path of the database: {parts.scheme}://relative/path.db, {parts.scheme}:///absolute/path.db.",
        )
    return {"read_only": True} if kind == "duckdb" else {}


def _spark(master: str) -> object:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only where the engine is Spark

    return SparkSession.builder.master(master).getOrCreate()


@contextmanager
def _told(where: str, secrets: tuple[str, ...], *, install: str = "") -> Iterator[None]:
    """Turn what a library raises into an error, and keep to itself what it warns its developers of."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BrobyggerError:
        raise
    except ImportError as error:
        hint = f"Install what it needs with: {install or INSTALL}"
        raise BrobyggerError(f"{where}: a library is not installed ({error.name or 'unknown'})", hint) from None
    except Exception as error:  # noqa: BLE001 - every driver has errors of its own
        said = f"{type(error).__name__} {error}"
        for secret in secrets:
            said = said.replace(secret, "…")
        hint = next((hint for words, hint in _HINTS if re.search(words, said, re.IGNORECASE)), "")
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        raise BrobyggerError(f"{where}: {lines[0][:400]}", hint) from None
