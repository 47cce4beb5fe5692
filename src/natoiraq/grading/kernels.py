"""Which kernel is started, and how it is spoken to: with limits, and without trust in its messages."""

from __future__ import annotations

import os
import sys
from typing import Final

import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

from natoiraq.grading.job import Limits
from natoiraq.grading.sandbox import DRAWN_ELSEWHERE

MESSAGE: Final = 32 << 20
"""Bytes of one message of a kernel; a larger one is lost, and with it the connection."""

QUEUE: Final = 16
"""Messages that wait for us; further ones wait in the kernel."""

KEPT: Final = ("PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "APPDATA")
"""Of our environment, where there is no sandbox."""


class Kernels(KernelSpecManager):
    """Knows one kernel: this Python's own, whatever the machine or the notebook names so."""

    provisioner = "natoiraq-sandbox"

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return it."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": self.provisioner}},
        )


class Unlocked(Kernels):
    """The same without a sandbox."""

    provisioner = "local-provisioner"


def manager(limits: Limits, *, locked: bool) -> AsyncKernelManager:
    """Return the manager of a kernel that is not started yet.

    Parameters
    ----------
    limits
        What the kernel holds each of its processes to, in the sandbox.
    locked
        Whether it starts in the sandbox.
    """
    return AsyncKernelManager(
        kernel_spec_manager=Kernels() if locked else Unlocked(),
        config=Config({"SandboxProvisioner": {"limits": limits.resources(), "memory": limits.memory}}),
    )


def client(manager: AsyncKernelManager) -> BlockingKernelClient:
    """Return a client of a kernel; one that blocks, for that costs half as much."""
    context = zmq.Context(shadow=manager.context)
    for option, value in ((zmq.MAXMSGSIZE, MESSAGE), (zmq.RCVHWM, QUEUE)):
        context.setsockopt(option, value)
    return BlockingKernelClient(**manager.get_connection_info(session=True), context=context, parent=manager)


def environment() -> dict[str, str]:
    """Return the environment of a kernel without a sandbox."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"PYTHONHASHSEED": "0"} | DRAWN_ELSEWHERE
