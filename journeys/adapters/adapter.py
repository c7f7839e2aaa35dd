#!/usr/bin/env python3
"""An adapter in Python: one message a line comes in, one reply a line goes out.

Keeps each message as a line of the file that the first argument names. Put your own sending into `deliver`.
Eight messages are under way at once, and replies go out as they are there, in any order.
"""
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

out = threading.Lock()


def deliver(message):
    """Send one message, say what became of it: sent, retry, failed, unreachable, or uncertain."""
    if not message["to"]:
        return {"status": "unreachable", "reason": "no address"}
    with out, open(sys.argv[1], "a", encoding="utf-8") as kept:
        kept.write(json.dumps(message, ensure_ascii=False) + "\n")
    return {"status": "sent", "provider_id": message["key"]}


def answer(line):
    message = json.loads(line)
    try:
        reply = deliver(message)
    except Exception as error:  # What went wrong is a reply; the program lives on.
        print(repr(error), file=sys.stderr)
        reply = {"status": "retry", "reason": type(error).__name__, "retry_after_ms": 5000}
    with out:
        print(json.dumps({"key": message["key"], **reply}), flush=True)


with ThreadPoolExecutor(8) as workers:
    for line in sys.stdin.buffer:
        workers.submit(answer, line)
