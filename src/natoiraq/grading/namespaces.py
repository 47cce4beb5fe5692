"""Linux's system calls that Python lacks: entering a sandbox's namespaces, and giving up every privilege."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
from collections.abc import Mapping
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_CAPBSET_DROP: Final = 24
PR_SET_NO_NEW_PRIVS: Final = 38
NS_GET_USERNS: Final = 0xB701
MS_REMOUNT_BIND_READ_ONLY: Final = 32 | 4096 | 1
CAPABILITIES: Final = 64
CAPABILITY_VERSION: Final = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Let Linux kill this process when its parent ends."""
    _call("prctl", PR_SET_PDEATHSIG, 9, 0, 0, 0)


def enter(process: int, *, root: bool) -> int | None:
    """Move this process into the namespaces of another; its children start in that one's process ids.

    Parameters
    ----------
    process
        The sandbox's first process.
    root
        Whether we are root, and the sandbox therefore has no user namespace.

    Returns
    -------
    int or None
        File descriptor of the user namespace that a child has to enter; None for root.
    """
    import fcntl

    found = {
        name: os.open(f"/proc/{process}/ns/{name}", os.O_RDONLY)
        for name in ("user", "ipc", "uts", "net", "pid", "mnt")
    }
    inner = None
    if not root:
        # Bubblewrap may make two user namespaces: the outer one owns the mounts, the code runs in the inner.
        owner = fcntl.ioctl(found["mnt"], NS_GET_USERNS)
        _call("setns", owner, 0)
        inner = found["user"] if os.fstat(owner).st_ino != os.fstat(found["user"]).st_ino else None
    for name in ("ipc", "uts", "net", "pid", "mnt"):
        _call("setns", found[name], 0)
    return inner


def enter_user(namespace: int) -> None:
    """Move this process into a user namespace."""
    _call("setns", namespace, 0)


def close_to_writing(path: str) -> None:
    """Make a mount of this namespace read-only; flags that came from outside must stay."""
    status = os.statvfs(path).f_flag
    kept = status & (2 | 4 | 8 | 1024 | 2048) | (1 << 21 if status & 4096 else 0)
    _call("mount", None, path.encode(), None, ctypes.c_ulong(MS_REMOUNT_BIND_READ_ONLY | kept), None)


def give_up(limits: Mapping[str, int], user: int | None) -> None:
    """Set limits and drop all privileges, for good.

    Parameters
    ----------
    limits
        Name of a limit, such as "NPROC" -> its value.
    user
        The user to become; None for an ordinary user, who stays.
    """
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    for capability in range(CAPABILITIES):
        with contextlib.suppress(OSError):  # Linux knows fewer
            _call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header, none = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    _call("capset", header, none)
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
