"""A warm interpreter: it has imported what exercises use, and forks a kernel into each new sandbox.

It is a program of its own, started by `warm` with one socket. Each request on that socket brings a socket
for one kernel. Three kinds of processes come of it: the *zygote* waits for requests; a *keeper* for each
kernel makes the sandbox, stays outside it, and ends all of it when its socket is closed; the *kernel* runs
students' code. None of them ever holds a test, a solution or a secret.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any

from natoiraq.grading import namespaces, seccomp
from natoiraq.grading.warm import warm_up

PRELOADED = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "encodings.idna",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "pandas.io.formats.html",
    "tornado.platform.asyncio",
)
INSIDE = [f"natoiraq.grading.{name}" for name in ("dumping", "copying", "sending")]
MESSAGE = 1 << 17


def main(descriptor: int) -> None:
    """Serve requests until the worker closes the socket, or ends."""
    control = socket.socket(fileno=descriptor)
    warm_up(*PRELOADED, *INSIDE)
    control.send(b"ready")
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(control, MESSAGE, 1)
        except OSError:
            return
        _reap()
        if not message:
            return
        if os.fork() == 0:
            control.close()
            _keep(socket.socket(fileno=descriptors[0]), json.loads(message))
        for kept in descriptors:
            os.close(kept)


def _reap() -> None:
    """Collect the keepers that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(worker: socket.socket, request: dict[str, Any]) -> None:
    """Make a sandbox, start a kernel in it, end both when one of them or the worker ends; never return."""
    namespaces.die_with_parent()
    inside: list[int] = []
    holder = None
    try:
        holder, first = _hold(request["sandbox"])
        inside.append(first)
        kernel = _start(first, request)
        inside.append(kernel)
        worker.send(json.dumps({"keeper": os.getpid()}).encode())
        _wait(worker, kernel)
    except Exception as error:
        with suppress(OSError):
            worker.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
    finally:
        for process in [*inside, *([holder.pid] if holder else [])]:
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
        _reap_all()
        os._exit(0)


def _reap_all() -> None:
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _hold(command: list[str]) -> tuple[subprocess.Popen[bytes], int]:
    """Start a sandbox in which a shell waits; return it and its first process."""
    reader, writer = os.pipe()
    holder = subprocess.Popen(
        [command[0], "--info-fd", str(writer), *command[1:], "--", "sh", "-c", "echo; read forever"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[writer],
        env={"PATH": os.environ["PATH"]},
    )
    os.close(writer)
    with os.fdopen(reader) as file:
        about = file.read()
    if not about or holder.stdout is None or not holder.stdout.readline():
        raise OSError("bubblewrap made no sandbox")
    return holder, int(json.loads(about)["child-pid"])


def _start(first: int, request: dict[str, Any]) -> int:
    """Fork the kernel into the sandbox, wait until it listens, and close the folder of its sockets."""
    user = namespaces.enter(first, root=request["user"] is not None)
    reader, writer = os.pipe()
    kernel = os.fork()
    if kernel == 0:
        try:
            if user is not None:
                namespaces.enter_user(user)
            _become_kernel(writer, request)
        finally:
            os._exit(1)
    os.close(writer)
    listens = os.read(reader, 1)
    os.close(reader)
    if not listens:
        raise OSError("the kernel did not start")
    namespaces.close_to_writing(request["run"])
    return kernel


def _become_kernel(ready: int, request: dict[str, Any]) -> None:
    """Turn this process into a kernel without privileges, and without anything that is ours."""
    os.setsid()
    os.chdir(request["work"])
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in range(3):
        os.dup2(null, descriptor)
    os.dup2(ready, 3)
    os.closerange(4, 4096)
    namespaces.give_up(request["limits"], request["user"])
    namespaces.die_with_parent()
    seccomp.install()
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    sys.argv = ["ipykernel_launcher", *request["arguments"]]
    for name in [name for name in sys.modules if name.startswith("natoiraq.grading")]:
        if name not in INSIDE:
            del sys.modules[name]
    from ipykernel.kernelapp import IPKernelApp

    from natoiraq.grading.sending import prepare

    app: Any = IPKernelApp.instance()
    app.initialize(request["arguments"])
    prepare(request["memory"])
    os.write(3, b"1")
    os.close(3)
    app.start()
    os._exit(0)


def _wait(worker: socket.socket, kernel: int) -> None:
    """Wait until the kernel ends or the worker wants it to."""
    ended = os.pidfd_open(kernel)
    poll = select.poll()
    for descriptor in (worker.fileno(), ended):
        poll.register(descriptor, select.POLLIN | select.POLLHUP)
    poll.poll()
    os.close(ended)


if __name__ == "__main__":
    main(int(sys.argv[1]))
