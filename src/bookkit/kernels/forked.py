"""Kernels that start with their imports made: each is forked from one process that has made them once.

A notebook's kernel is a process of its own, as ever; it only skips the second that IPython, pandas and Altair
take to load. Where processes cannot be forked (Windows), kernels start as usual.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from importlib.metadata import EntryPoint
from typing import Any, Final

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

NAME: Final = "natoiraq-forked"
LAUNCHER: Final = "ipykernel_launcher"
WARMED: Final = ("bookkit.kernels.warm",)


def run_kernel(arguments: list[str], environment: dict[str, str], folder: str | None) -> None:
    """Be a kernel until it is shut down: what `python -m ipykernel_launcher` does, in a forked process.

    Parameters
    ----------
    arguments
        Arguments of the launcher.
    environment
        Environment variables.
    folder
        The kernel's working folder.
    """
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()  # an interrupt of the kernel must not reach the others
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder or ".")
    arguments = [*arguments, f"--IPKernelApp.log_level={logging.ERROR}"]  # no talk about how it is reached
    # A kernel ends when its parent does, and that is the process it was forked from.
    IPKernelApp.launch_instance(arguments, parent_handle=os.getppid())


class ForkedKernel:
    """A forked kernel under the names by which jupyter_client asks a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: str | None) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(WARMED))
        self._process = context.Process(target=run_kernel, args=(arguments, environment, folder), daemon=True)
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Return the exit code, None while the kernel runs."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for the end; return the exit code."""
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel."""
        if self.pid is not None and self.poll() is None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End the kernel."""
        self._process.kill()


class ForkedProvisioner(LocalProvisioner):
    """Forks the kernels that the local provisioner would start."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel; return how to reach it."""
        if LAUNCHER not in cmd:  # not Python
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        kernel: Any = ForkedKernel(arguments, kwargs.get("env", dict(os.environ)), kwargs.get("cwd"))
        self.process, self.pid = kernel, kernel.pid
        return self.connection_info


def fork_kernels() -> None:
    """Let this process fork its kernels from now on, where it can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return
    factory = KernelProvisionerFactory.instance()
    group = KernelProvisionerFactory.GROUP_NAME
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:{ForkedProvisioner.__name__}", group)
    factory.default_provisioner_name = NAME
