"""A mail server of its own for the tests: keeps what it takes as files and answers as it is told.

server.py serve PORT FOLDER   listens (0: any port), prints the port, keeps messages as FOLDER/N.eml; while
                              FOLDER/answer is there, its words are the answer to every recipient
server.py read FILE           prints the message as Python's own parser reads it, as JSON
"""

import asyncio
import email
import email.policy
import json
import pathlib
import sys

from aiosmtpd.smtp import SMTP


class Box:
    def __init__(self, folder):
        self.folder = folder
        self.kept = len(list(folder.glob("*.eml")))

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.folder / "answer"
        if answer.exists():
            return answer.read_text().strip()
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        (self.folder / f"{self.kept}.eml").write_bytes(envelope.original_content)
        self.kept += 1
        return "250 2.0.0 kept"


async def serve(port, folder):
    box = Box(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, hostname="mail.test", loop=loop), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def read(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    print(json.dumps({
        "headers": {name: str(value) for name, value in message.items()},
        "defects": [str(defect) for part in message.walk() for defect in part.defects],
        "type": message.get_content_type(),
        "plain": parts.get("text/plain", ""),
        "html": parts.get("text/html", ""),
    }))


if sys.argv[1] == "serve":
    asyncio.run(serve(int(sys.argv[2]), pathlib.Path(sys.argv[3])))
else:
    read(pathlib.Path(sys.argv[2]))
