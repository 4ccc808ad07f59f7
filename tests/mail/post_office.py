"""A real Dovecot on loopback, run by whoever runs the tests, with its own folder; and a real SMTP server beside it."""

from __future__ import annotations

import getpass
import imaplib
import os
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

USER, PASSWORD = "box", "only-on-loopback"
CONFIG = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
{root}
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
mail_location = maildir:{folder}/mail
first_valid_uid = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


class Dovecot:
    """`url` is the mailbox; letters are put in by the server's own APPEND.

    `folder`: one that nobody, too, can reach; not below pytest's own, which each session shuts to others.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"imap://{USER}@127.0.0.1:{self.port}/INBOX"
        for name in ("run", "state", "mail", "home"):
            (folder / name).mkdir()
        # Dovecot gives no mailbox to root: what root runs works as nobody, everybody else's as themselves.
        user, uid, gid = (
            (getpass.getuser(), os.getuid(), os.getgid()) if os.getuid() else ("nobody", 65534, 65534)
        )
        import grp

        names = {"user": user, "group": grp.getgrgid(gid).gr_name, "uid": uid, "gid": gid, "root": ""}
        (folder / "dovecot.conf").write_text(
            CONFIG.format(folder=folder, port=self.port, password=PASSWORD, **names)
        )
        if os.getuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, uid, gid)
            folder.chmod(0o755)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(shutil.which("dovecot")), "-F", "-c", str(self.folder / "dovecot.conf")]
        with (self.folder / "start.log").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        end = time.monotonic() + 20
        while not self._answers():
            assert time.monotonic() < end, (self.folder / "start.log").read_text() + self.log()
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)

    def log(self) -> str:
        path = self.folder / "dovecot.log"
        return path.read_text() if path.exists() else ""

    def put(self, *letters: bytes) -> None:
        with self._logged_in() as imap:
            for letter in letters:
                for _ in range(3):  # a server that has just begun may not have made its box yet
                    taken = imap.append("INBOX", "", "", letter)
                    if taken[0] == "OK":
                        break
                assert taken[0] == "OK", (taken, self.log()[-2000:])

    def folders(self) -> dict[str, int]:
        """How many letters lie in each folder."""
        counts = {}
        with self._logged_in() as imap:
            for name in ("INBOX", "Processed", "Failed"):
                state, answer = imap.select(name, readonly=True)
                counts[name] = int(answer[0]) if state == "OK" else 0
        return counts

    def empty(self) -> None:
        with self._logged_in() as imap:
            for name in ("INBOX", "Processed", "Failed"):
                state, answer = imap.select(name)
                if state == "OK" and answer != [b"0"]:
                    imap.store("1:*", "+FLAGS", r"(\Deleted)")
                    imap.expunge()

    def _logged_in(self) -> imaplib.IMAP4:
        imap = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        imap.login(USER, PASSWORD)
        return imap

    def _answers(self) -> bool:
        with suppress(OSError, imaplib.IMAP4.error), self._logged_in():
            return True
        return False
