"""Engines that a test starts for itself and stops at the end: a PostgreSQL server, a Spark session."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "evaluator", "s3krit geheim"
LOCAL = "127.0.0.1"


def postgres_programs() -> Path | None:
    """Return the folder with the programs of a PostgreSQL server, where Debian and others keep them."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(said.stdout.strip()))
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def postgres_server(programs: Path) -> Iterator[int]:
    """Run a PostgreSQL server in a folder of its own, with a user that needs a password, and yield its port.

    It refuses to be run by the administrator, for whom it runs as another user.
    """
    home = Path(tempfile.mkdtemp(prefix="brobygger-postgres-"))
    owner = _another_user() if os.geteuid() == 0 else (None, None)
    port = _free_port()

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(home / "data"), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=home, user=owner[0], group=owner[1])

    try:
        (home / "password").write_text(PASSWORD, encoding="utf-8")
        if owner != (None, None):
            for path in (home, home / "password"):
                shutil.chown(path, *owner)
        run("initdb", "-U", USER, "--auth=scram-sha-256", f"--pwfile={home / 'password'}", "-E", "UTF8", "--no-locale")
        settings = f"-p {port} -c listen_addresses={LOCAL} -c unix_socket_directories= -c fsync=off"
        run("pg_ctl", "-o", settings, "-l", str(home / "log"), "-w", "start")
        try:
            yield port
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def spark_session(home: Path) -> Iterator[None]:
    """Run Spark in this process, one task at a time, with its files in a folder."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.driver.bindAddress": LOCAL,
        "spark.driver.host": LOCAL,
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={home} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        # Compiling the queries would take longer than all of their few rows.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
    }
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Spark warns its developers of
        session = builder.getOrCreate()
        try:
            yield
        finally:
            session.stop()


def why_no_spark() -> str:
    """Say why Spark cannot be run here; "" where it can."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None or not Path(java).exists():
        return "there is no Java: apt-get install default-jre-headless, or set JAVA_HOME"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or not 17 <= int(found[1]) <= 21:
        return f"Spark needs Java 17 to 21, and this is {said.splitlines()[0] if said else java}: set JAVA_HOME"
    return ""


def _another_user() -> tuple[int, int]:
    """Return user and group of somebody who may run a server."""
    import pwd  # noqa: PLC0415 - not on every system

    known = {entry.pw_name: (entry.pw_uid, entry.pw_gid) for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((LOCAL, 0))
        return int(found.getsockname()[1])
