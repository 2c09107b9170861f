"""Tags every new model version of an MLflow registry with where its weights come from.

    python3 mlflow_webhook.py --index INDEX --tracking ADDRESS --models FOLDER [--port N]

Receives the webhook `model_version.created`, looks the version's weights up in the index and writes the
tags weightkin.status, weightkin.ancestors and weightkin.verdict through MLflow's REST interface. The
webhook's secret is read from WEBHOOK_SECRET and is required: each delivery is signed (HMAC-SHA256 over
"<delivery id>.<timestamp>.<body>"), and one that is not, or is older than five minutes, is refused. Only
weights under FOLDER are read. Listens on the loopback interface; a proxy faces the world. Standard library
only."""

import argparse
import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
import time
import urllib.parse
import urllib.request

import lineage_gate

OLDEST_SECONDS = 300
PATIENCE_SECONDS = 60
LARGEST_BODY = 1 << 20
LONGEST_TAG = 4000  # MLflow takes 5000 characters


def signature_of(secret, delivery, timestamp, body):
    signed = f"{delivery}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


def is_count(text):
    """Digits as int() takes them, and no more of them than a header needs."""
    return text.isascii() and text.isdigit() and len(text) < 16


def is_genuine(secret, headers, body, now):
    """True for a delivery that the owner of the secret signed within the last five minutes."""
    timestamp = headers.get("X-MLflow-Timestamp", "")
    if not is_count(timestamp) or abs(now - int(timestamp)) > OLDEST_SECONDS:
        return False
    wanted = signature_of(secret, headers.get("X-MLflow-Delivery-Id", ""), timestamp, body)
    return hmac.compare_digest(wanted.encode(), headers.get("X-MLflow-Signature", "").encode())


def weights_at(source, folder):
    """The path that a version's source names, if it lies in `folder` and is there; else None."""
    parts = urllib.parse.urlparse(source)
    if parts.scheme not in ("", "file") or parts.netloc not in ("", "localhost"):
        return None
    if "\0" in urllib.parse.unquote(source):
        return None
    path = os.path.realpath(urllib.parse.unquote(parts.path) if parts.scheme else source)
    inside = os.path.commonpath([path, os.path.realpath(folder)]) == os.path.realpath(folder)
    return path if inside and os.path.exists(path) else None


def tags_for(source, folder, index):
    path = weights_at(source, folder)
    if path is None:
        return {"weightkin.status": "weights not within reach"}
    try:
        answer = lineage_gate.query(index, path)
        lineage_gate.check_decided(answer)
        found = lineage_gate.findings(answer)
    except lineage_gate.QueryFailed as failure:
        return {"weightkin.status": f"failed: {failure}"[:LONGEST_TAG]}
    open_parts = lineage_gate.shown(", ".join(lineage_gate.undecided(answer)))
    left = f"; undetermined: {open_parts}"[:LONGEST_TAG // 2] if open_parts else ""
    if not found:
        return {"weightkin.status": "nothing found" + left}
    names = list(dict.fromkeys(each["name"] for each in found))
    return {"weightkin.status": "found" + left, "weightkin.verdict": found[0]["verdict"],
            "weightkin.ancestors": ", ".join(names)[:LONGEST_TAG]}


def set_tag(tracking, name, version, key, value):
    body = json.dumps({"name": name, "version": version, "key": key, "value": value}).encode()
    request = urllib.request.Request(tracking + "/api/2.0/mlflow/model-versions/set-tag", body,
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers when the tags are written: MLflow repeats what was not answered with 2xx."""

    timeout = PATIENCE_SECONDS  # one delivery at a time: nobody may hold the line
    settings = None  # set by serve
    secret = b""

    def do_POST(self):
        size = self.headers.get("Content-Length", "")
        if not is_count(size) or int(size) > LARGEST_BODY:
            return self.answer(413)
        body = self.rfile.read(int(size))
        if not is_genuine(self.secret, self.headers, body, time.time()):
            return self.answer(401)
        try:
            event = json.loads(body)
            wanted = (event["entity"], event["action"]) == ("model_version", "created")
            data = event["data"]
            name, version, source = str(data["name"]), str(data["version"]), str(data["source"])
        except (ValueError, KeyError, TypeError):
            return self.answer(422)
        if not wanted:
            return self.answer(204)
        asked = self.settings
        try:
            for key, value in tags_for(source, asked.models, asked.index).items():
                set_tag(asked.tracking, name, version, key, value)
        except OSError as failure:
            self.log_error("tags were not written: %s", failure)
            return self.answer(503)
        return self.answer(204)

    def answer(self, code):
        self.send_response(code)
        self.send_header("Content-Length", "0")
        self.end_headers()


def serve(settings, secret):
    handler = type("ConfiguredReceiver", (Receiver,), {"settings": settings, "secret": secret})
    return http.server.HTTPServer(("127.0.0.1", settings.port), handler)


def main():
    parser = argparse.ArgumentParser(description="tag MLflow model versions with their ancestors")
    parser.add_argument("--index", required=True)
    parser.add_argument("--tracking", required=True, help="MLflow's own address")
    parser.add_argument("--models", required=True, help="folder that weights are read from")
    parser.add_argument("--port", type=int, default=8787)
    settings = parser.parse_args()
    secret = os.environ.get("WEBHOOK_SECRET", "").encode()
    if not secret:
        print("mlflow_webhook: WEBHOOK_SECRET is not set", file=sys.stderr)
        return 2
    serve(settings, secret).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
