"""A filter for system calls: refuses those that make room outside the limits, or reach around the sandbox.

Memory that belongs to no process (`memfd_create`, System V), new user namespaces, sockets other than those of
one's own machine, what is done when a child ends (one may then ignore it, and its processor time is counted
nowhere), and Linux's youngest and least tried interfaces. What is refused fails with an error, so ordinary
code that only asks is not disturbed.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterator
from typing import Final

PR_SET_SECCOMP: Final = 22
FILTER: Final = 2
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
CLONE_NEWUSER: Final = 0x10000000
SIGCHLD: Final = 17
FAMILIES: Final = (1, 2, 10, 16)
"""Sockets of files, of IPv4 and IPv6 (the sandbox has a network of its own, without a way out), of Linux."""

CALLS: Final[dict[str, tuple[int, dict[str, tuple[int, ...]]]]] = {
    "x86_64": (
        0xC000003E,
        {
            # memfd_create memfd_secret shmget msgget semget mq_open
            # unshare setns mount open_tree fsopen move_mount pivot_root chroot
            # ptrace process_vm_readv process_vm_writev keyctl add_key request_key
            # bpf perf_event_open userfaultfd io_uring_setup
            "refused": (
                319,
                447,
                29,
                68,
                64,
                240,
                272,
                308,
                165,
                428,
                430,
                429,
                155,
                161,
                101,
                310,
                311,
                250,
                248,
                249,
                321,
                298,
                323,
                425,
            ),
            "clone": (56,),
            "clone3": (435,),
            "rt_sigaction": (13,),
            "socket": (41,),
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "refused": (
                279,
                447,
                194,
                186,
                190,
                180,
                97,
                268,
                40,
                428,
                430,
                429,
                41,
                51,
                117,
                270,
                271,
                219,
                217,
                218,
                280,
                241,
                282,
                425,
            ),
            "clone": (220,),
            "clone3": (435,),
            "rt_sigaction": (134,),
            "socket": (198,),
        },
    ),
}
"""Machine -> its number in Linux, and the numbers of the calls."""


def install() -> None:
    """Put the filter over this process and all that it starts, for good; machines not listed go without."""
    if platform.machine() not in CALLS:
        return
    program = b"".join(_program(*CALLS[platform.machine()]))
    code = ctypes.create_string_buffer(program, len(program))
    about = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.create_string_buffer(about, len(about)), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the filter for system calls was not taken")


def _program(architecture: int, calls: dict[str, tuple[int, ...]]) -> Iterator[bytes]:
    """Yield the filter's steps; a jump counts the steps that it leaves out."""
    yield _step(LOAD, ARCHITECTURE)
    yield _step(EQUAL, architecture, yes=1)
    yield _refuse(errno.ENOSYS)  # calls in the manner of another machine
    yield _step(LOAD, NUMBER)
    yield _step(0x35, 0x40000000, no=1)
    yield _refuse(errno.ENOSYS)  # calls with x32's bit
    for number in calls["refused"]:
        yield _step(EQUAL, number, no=1)
        yield _refuse(errno.EPERM)
    for number in calls["clone3"]:
        yield _step(EQUAL, number, no=1)
        yield _refuse(errno.ENOSYS)  # the C library then takes `clone`, whose flags can be read
    for name, test, value in (("clone", ANY_BIT, CLONE_NEWUSER), ("rt_sigaction", EQUAL, SIGCHLD)):
        for number in calls[name]:
            yield _step(EQUAL, number, no=4)
            yield _step(LOAD, FIRST_ARGUMENT)
            yield _step(test, value, no=1)
            yield _refuse(errno.EPERM)
            yield _step(RETURN, ALLOW)
    for number in calls["socket"]:
        yield _step(EQUAL, number, no=len(FAMILIES) + 3)
        yield _step(LOAD, FIRST_ARGUMENT)
        for place, family in enumerate(FAMILIES):
            yield _step(EQUAL, family, yes=len(FAMILIES) - place)
        yield _refuse(errno.EAFNOSUPPORT)
        yield _step(RETURN, ALLOW)
    yield _step(RETURN, ALLOW)


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def _refuse(error: int) -> bytes:
    return _step(RETURN, REFUSE | error)
