"""Which kernel is started, and how its manager is set up: with limits, and without trust in its messages."""

from __future__ import annotations

import os
import sys
from typing import Final

import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

from natoiraq.grading.job import Limits

MESSAGE: Final = 8 << 20
"""Bytes of one message of a kernel; a larger one is lost."""

QUEUE: Final = 64
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
    made = AsyncKernelManager(
        kernel_spec_manager=Kernels() if locked else Unlocked(),
        config=Config({"SandboxProvisioner": {"limits": limits.resources()}}),
    )
    for option, value in ((zmq.MAXMSGSIZE, MESSAGE), (zmq.RCVHWM, QUEUE)):
        made.context.setsockopt(option, value)
    return made


def environment() -> dict[str, str]:
    """Return the environment of a kernel without a sandbox."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONHASHSEED": "0"}
