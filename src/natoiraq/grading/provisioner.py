"""`SandboxProvisioner`: how jupyter_client starts, watches and ends a kernel in the sandbox."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Dict, Int

from bookkit import project
from bookkit.errors import GradingError
from natoiraq.grading.sandbox import WORK, arguments, environment

USERS: Final = range(60_000, 65_000)
"""Of root's kernels, one each: Linux counts processes by user. Containers know no higher ones."""


class Zygote:
    """The warm interpreter of one thread; it ends when its socket closes: at the latest with this process."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "natoiraq.grading.zygote", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=environment(),
            cwd="/",
        )
        theirs.close()
        self.owner = os.getpid()
        if self._control.recv(16) != b"ready":
            raise GradingError(
                f"the interpreter for students' code does not start. Cure: run {project.course('doctor')}."
            )

    @property
    def alive(self) -> bool:
        """Whether it can be asked; never true in a fork of the process that made it."""
        return self.owner == os.getpid() and self._process.poll() is None

    def start(self, request: dict[str, Any]) -> socket.socket:
        """Start a kernel; return the socket whose closing ends it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno()])
        return ours


_local = threading.local()


def zygote() -> Zygote:
    """Return the warm interpreter of this thread, started where there is none yet."""
    found: Zygote | None = getattr(_local, "zygote", None)
    if found is None or not found.alive:
        found = _local.zygote = Zygote()
    return found


class SandboxProvisioner(KernelProvisionerBase):
    """Starts a kernel in the sandbox; needs a manager whose kernel takes interrupts as messages."""

    limits = Dict(help="name of a resource limit, such as NPROC -> its value").tag(config=True)
    memory = Int(help="bytes that students' code may use").tag(config=True)
    keeper: int | None = None
    _folder: Path | None = None
    _kernel: socket.socket | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and not ended."""
        return self._kernel is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Make the folder for the sockets, and write the kernel's connection file there."""
        self._folder = Path(tempfile.mkdtemp(prefix="natoiraq-"))
        run = self._folder / "run"
        run.mkdir(mode=0o700)
        manager: Any = self.parent
        manager.transport, manager.ip = "ipc", str(run / "k")
        manager.connection_file = str(run / "kernel.json")
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        command = manager.format_kernel_cmd(extra_arguments=kwargs.pop("extra_arguments", []))
        return await super().pre_launch(cmd=command, **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel and wait until it listens."""
        assert self._folder is not None
        run, root = self._folder / "run", os.geteuid() == 0
        user = random.SystemRandom().choice(USERS) if root else None
        if user is not None:
            for path in (run, *run.iterdir()):
                os.chown(path, user, user)
        self._kernel = zygote().start(
            {
                "sandbox": arguments(run, root=root),
                "run": str(run),
                "work": WORK,
                "user": user,
                "limits": self.limits,
                "memory": self.memory,
                "environment": environment(),
                "arguments": cmd[cmd.index("-m") + 2 :],
            }
        )
        self._kernel.setblocking(False)
        said = await asyncio.get_running_loop().sock_recv(self._kernel, 4096)
        about = json.loads(said or b'{"error": "it ended"}')
        if "error" in about:
            raise GradingError(
                f"the sandbox does not start ({about['error']}). Cure: run {project.course('doctor')}."
            )
        self.keeper = about["keeper"]
        return self.connection_info

    async def poll(self) -> int | None:
        """Return None while the kernel runs."""
        if self._kernel is None:
            return 0
        try:
            self._kernel.recv(1)
        except BlockingIOError:
            return None
        except OSError:
            return 1
        return 1

    async def wait(self) -> int | None:
        """Wait until the kernel and all that it started have ended."""
        if self._kernel is not None:
            with self._kernel as kernel, suppress(OSError):  # it may have ended meanwhile
                kernel.shutdown(socket.SHUT_WR)
                while await asyncio.get_running_loop().sock_recv(kernel, 4096):
                    pass
            self._kernel = None
        return 0

    async def send_signal(self, signum: int) -> None:
        """End the kernel, whatever the signal: interrupts are messages."""
        await self.wait()

    async def kill(self, restart: bool = False) -> None:
        """End the sandbox and all in it."""
        await self.wait()

    async def terminate(self, restart: bool = False) -> None:
        """End the sandbox and all in it."""
        await self.wait()

    async def cleanup(self, restart: bool = False) -> None:
        """End the sandbox and remove the folder of its sockets."""
        await self.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
