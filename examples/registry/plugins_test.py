"""The registry plug-ins against servers of the test's own: plugins_test.py WEIGHTKIN

MLflow and the OCI registry are stand-ins that speak the documented interfaces on the loopback interface; git
is the real one."""

import hashlib
import http.client
import http.server
import json
import os
import random
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest
import urllib.error
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import lineage_gate  # noqa: E402
import mlflow_webhook  # noqa: E402
import oci_referrer  # noqa: E402
import pre_receive  # noqa: E402

os.environ["WEIGHTKIN"] = sys.argv[1]
SHAPES = {f"model.layers.{layer}.mlp.{name}.weight": shape for layer in range(3)
          for name, shape in (("up_proj", [64, 32]), ("down_proj", [32, 64]))}


def weights(seed, parent=None, change=0.0):
    draw = random.Random(seed)
    return {name: [draw.gauss(0, 0.05) * (change if parent else 1) + (parent[name][at] if parent else 0)
                   for at in range(shape[0] * shape[1])] for name, shape in SHAPES.items()}


def model_bytes(values, shapes=None):
    header, data = {}, b""
    for name, shape in (shapes or SHAPES).items():
        packed = struct.pack(f"<{len(values[name])}f", *values[name])
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return path


class Fixture(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.index = os.path.join(cls.folder, "all.wki")
        base = weights(1)
        for name, values in {"base": base, "other": weights(2), "third": weights(3)}.items():
            write(os.path.join(cls.folder, "known", name), model_bytes(values))
        cls.child = model_bytes(weights(4, base, 0.2))
        cls.stranger = model_bytes(weights(5))
        cls.child_path = write(os.path.join(cls.folder, "models", "child.safetensors"), cls.child)
        cls.stranger_path = write(os.path.join(cls.folder, "models", "stranger.safetensors"), cls.stranger)
        subprocess.run([sys.argv[1], "index", "add", cls.index, os.path.join(cls.folder, "known")], check=True,
                       stdout=subprocess.DEVNULL)
        cls.digests = {each["name"]: each for each in cls.indexed(cls.index)}
        cls.base = (cls.digests["base"]["nameless_root"] + "  base, which ours is tuned from\n").encode()
        # Too little of the base for a verdict, and nothing that the index has the like of.
        cls.scrap = model_bytes({"model.layers.0.mlp.up_proj.weight": weights(6)["model.layers.0.mlp.up_proj.weight"][:96]},
                                {"model.layers.0.mlp.up_proj.weight": [3, 32]})
        cls.odd = model_bytes({"w": [0.5 * at % 3.1 - 1.4 for at in range(35)]}, {"w": [5, 7]})

    @staticmethod
    def indexed(index):
        return json.loads(subprocess.run([sys.argv[1], "index", "list", "--json", index], check=True,
                                         stdout=subprocess.PIPE).stdout)["models"]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)


def serving(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


class Quiet(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def reply(self, code, body=b"", headers=()):
        self.send_response(code)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))


class Gate(Fixture):
    def gate(self, model, *more):
        return subprocess.run([sys.executable, os.path.join(HERE, "lineage_gate.py"), model, "--index",
                               self.index, *more], capture_output=True, text=True, check=False)

    def test_undeclared_ancestors_fail_declared_ones_do_not(self):
        done = self.gate(self.child_path)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stdout, "UNDECLARED .*(derived|related) from base")
        self.assertIn(self.digests["base"]["nameless_root"], done.stdout)
        declared = write(os.path.join(self.folder, "LINEAGE"), b"# ours\n" + self.base)
        report = os.path.join(self.folder, "report.json")
        done = self.gate(self.child_path, "--declared", declared, "--report", report)
        self.assertEqual(done.returncode, 0, done.stdout)
        with open(report, encoding="ascii") as file:
            self.assertEqual(json.load(file)["command"], "query")
        for digest in ("root", "print"):
            write(declared, self.digests["base"][digest].encode())
            self.assertEqual(self.gate(self.child_path, "--declared", declared).returncode, 0)
        write(declared, self.digests["other"]["root"].encode())
        self.assertEqual(self.gate(self.child_path, "--declared", declared).returncode, 1)
        write(declared, b"base\n")  # anybody may be called so
        done = self.gate(self.child_path, "--declared", declared)
        self.assertEqual(done.returncode, 2)
        self.assertIn("line 1 of the declared ancestors", done.stderr)

    def test_what_could_not_be_found_out_is_no_pass(self):
        scrap = write(os.path.join(self.folder, "scrap.safetensors"), self.scrap)
        odd = write(os.path.join(self.folder, "odd.safetensors"), self.odd)
        for path in (scrap, odd):
            done = self.gate(path)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertRegex(done.stderr, "does not decide|can be compared")
        self.assertEqual(self.gate(odd, "--accept-incomparable").returncode, 0)

    def test_a_component_that_is_undetermined_is_no_pass(self):
        shapes = {**SHAPES, "vision_tower.encoder.layers.0.mlp.fc1.weight": [10, 8]}
        index, paths = os.path.join(self.folder, "two.wki"), []
        for seed in (21, 22):
            draw = random.Random(seed)
            values = {**weights(seed), "vision_tower.encoder.layers.0.mlp.fc1.weight":
                      [draw.gauss(0, 1) for _ in range(80)]}
            paths.append(write(os.path.join(self.folder, "parts", str(seed)), model_bytes(values, shapes)))
        subprocess.run([sys.argv[1], "index", "add", index, paths[0]], check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run([sys.executable, os.path.join(HERE, "lineage_gate.py"), paths[1], "--index", index],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("does not decide about vision_encoder", done.stderr)
        self.assertEqual(mlflow_webhook.tags_for(paths[1], self.folder, index)["weightkin.status"],
                         "nothing found; undetermined: vision_encoder")

    def test_strangers_pass_and_failures_do_not(self):
        self.assertEqual(self.gate(self.stranger_path).returncode, 0)
        self.assertEqual(self.gate(os.path.join(self.folder, "absent")).returncode, 2)
        broken = write(os.path.join(self.folder, "broken.safetensors"), b"\x08\0\0\0\0\0\0\0not json")
        self.assertEqual(self.gate(broken).returncode, 2)
        self.assertEqual(self.gate(self.child_path, "--fail-on", "identical").returncode, 0)

    def test_the_jobs_run_the_script_that_is_here(self):
        for name in ("ci_github.yml", "ci_gitlab.yml"):
            with open(os.path.join(HERE, name), encoding="ascii") as file:
                text = file.read()
            command = re.search(r"python3 tools/(\S+) (\S+) (--index .*)$", text, re.MULTILINE)
            self.assertEqual(command.group(1), "lineage_gate.py")
            line = command.group(3).replace('"$INDEX"', self.index).replace('"$WEIGHTKIN_INDEX"', self.index)
            report = os.path.join(self.folder, "ci.json")
            words = line.replace("LINEAGE", os.path.join(self.folder, "none")).replace("lineage.json", report)
            done = subprocess.run([sys.executable, os.path.join(HERE, "lineage_gate.py"), self.child_path,
                                   *words.split()], capture_output=True, check=False)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertTrue(os.path.exists(report))
            os.remove(report)
            try:
                import yaml
            except ImportError:
                continue
            self.assertIsInstance(yaml.safe_load(text), dict)


class MLflow(Fixture):
    """The registry is a stand-in: MLflow is not packaged for Debian."""

    def setUp(self):
        tags = self.tags = {}

        class Tracking(Quiet):
            def do_POST(self):
                sent = json.loads(self.body())
                if self.path != "/api/2.0/mlflow/model-versions/set-tag":
                    return self.reply(404)
                tags[(sent["name"], sent["version"], sent["key"])] = sent["value"]
                return self.reply(200, b"{}")

        self.tracking, address = serving(Tracking)
        settings = types.SimpleNamespace(index=self.index, tracking=address, port=0,
                                         models=os.path.join(self.folder, "models"))
        self.receiver = mlflow_webhook.serve(settings, b"secret")
        self.receiver.RequestHandlerClass.log_message = lambda *_: None
        threading.Thread(target=self.receiver.serve_forever, daemon=True).start()

    def tearDown(self):
        for server in (self.receiver, self.tracking):
            server.shutdown()
            server.server_close()

    def deliver(self, source, secret=b"secret", at=None, **change):
        event = {"entity": "model_version", "action": "created", "timestamp": "2026-01-01T00:00:00Z",
                 "data": {"name": "m", "version": "3", "source": source, "run_id": None, "tags": {},
                          "description": None}, **change}
        body = json.dumps(event).encode()
        timestamp = str(int(time.time() if at is None else at))
        headers = {"Content-Type": "application/json", "X-MLflow-Delivery-Id": "d1",
                   "X-MLflow-Timestamp": timestamp,
                   "X-MLflow-Signature": mlflow_webhook.signature_of(secret, "d1", timestamp, body)}
        request = urllib.request.Request(f"http://127.0.0.1:{self.receiver.server_address[1]}/", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code

    def tag(self, key):
        return self.tags.get(("m", "3", "weightkin." + key))

    def test_new_versions_are_tagged(self):
        self.assertEqual(self.deliver("file://" + self.child_path), 204)
        self.assertEqual(self.tag("status"), "found")
        self.assertEqual(self.tag("ancestors"), "base")
        self.assertIn(self.tag("verdict"), ("derived", "related"))
        self.assertEqual(self.deliver(self.stranger_path), 204)
        self.assertEqual(self.tag("status"), "nothing found")

    def test_weights_elsewhere_are_not_read(self):
        for source in ("/etc/passwd", "s3://bucket/model", "file://host/x", "models:/m-1",
                       os.path.join(self.folder, "models", "..", "known", "base"),
                       os.path.join(self.folder, "models", "absent")):
            self.assertEqual(self.deliver(source), 204)
            self.assertEqual(self.tag("status"), "weights not within reach", source)

    def test_what_is_not_signed_is_refused(self):
        self.assertEqual(self.deliver(self.child_path, secret=b"guess"), 401)
        self.assertEqual(self.deliver(self.child_path, at=time.time() - 1000), 401)
        self.assertEqual(self.tags, {})
        self.assertEqual(self.deliver(self.child_path, action="deleted"), 204)
        self.assertEqual(self.deliver(self.child_path, data=[]), 422)
        self.assertEqual(self.tags, {})

    def test_odd_headers_and_paths_are_refused_with_an_answer(self):
        for name, value, wanted in (("X-MLflow-Timestamp", "\u00b2", 401), ("Content-Length", "\u00b2", 413)):
            connection = http.client.HTTPConnection("127.0.0.1", self.receiver.server_address[1], timeout=30)
            connection.putrequest("POST", "/")
            sent = {"Content-Length": "0", "X-MLflow-Timestamp": "1", name: value}
            for each in sent.items():
                connection.putheader(*each)
            connection.endheaders()
            self.assertEqual(connection.getresponse().status, wanted)
            connection.close()
        for source in ("a\0b", "file:///a%00b"):
            self.assertEqual(self.deliver(source), 204)
            self.assertEqual(self.tag("status"), "weights not within reach")

    def test_a_signature_is_what_was_computed_once_by_hand(self):
        # printf 'id.17.{}' | openssl dgst -sha256 -hmac key -binary | base64
        self.assertEqual(mlflow_webhook.signature_of(b"key", "id", "17", b"{}"), KNOWN_SIGNATURE)


KNOWN_SIGNATURE = "v1,3OIszd9MscoDmG9apPmiLnPNtIIDXuIcGWV7U/1QJM8="


class Oci(Fixture):
    """A registry of the endpoints that the distribution specification names, in memory."""

    def start(self, knows_referrers):
        blobs, manifests, test = {}, {}, self
        self.blobs, self.manifests, self.seen_tokens = blobs, manifests, []

        class Distribution(Quiet):
            def do_HEAD(self):
                self.do_GET()

            def do_GET(self):
                test.seen_tokens.append(self.headers.get("Authorization"))
                kind, name = re.fullmatch(r"/v2/team/model/(blobs|manifests)/(.+)", self.path).groups()
                if kind == "blobs":
                    return self.reply(200, blobs[name]) if name in blobs else self.reply(404)
                if name not in manifests:
                    return self.reply(404)
                media_type, data = manifests[name]
                return self.reply(200, data, [("Content-Type", media_type)])

            def do_POST(self):
                test.assertEqual(self.path, "/v2/team/model/blobs/uploads/")
                self.body()
                return self.reply(202, headers=[("Location", "/uploads/1?state=x")])

            def do_PUT(self):
                data = self.body()
                digest = "sha256:" + hashlib.sha256(data).hexdigest()
                if self.path.startswith("/uploads/1?"):
                    sent = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
                    if sent != {"state": ["x"], "digest": [digest]}:
                        return self.reply(400)
                    blobs[digest] = data
                    return self.reply(201)
                name = self.path.rpartition("/")[2]
                manifest = json.loads(data)
                parts = [manifest[key] for key in ("config",) if key in manifest] + manifest.get("layers", [])
                if any(len(blobs.get(each["digest"], b"?")) != each["size"] for each in parts):
                    return self.reply(404)
                manifests[name] = manifests[digest] = (self.headers["Content-Type"], data)
                told = [("OCI-Subject", manifest["subject"]["digest"])] if knows_referrers and \
                    "subject" in manifest else []
                return self.reply(201, headers=told)

        server, address = serving(Distribution)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        registry = oci_referrer.Registry(address, "team/model", "token")
        registry.push_blob(self.child)
        registry.push_blob(b"{}")
        model = json.dumps({"schemaVersion": 2, "mediaType": oci_referrer.MANIFEST_TYPE,
                            "config": oci_referrer.descriptor(oci_referrer.EMPTY_TYPE, b"{}"),
                            "layers": [oci_referrer.descriptor("application/octet-stream", self.child)]}).encode()
        registry.push_manifest(model, "v1")
        return registry, oci_referrer.digest_of(model), address

    def ruling(self):
        return json.dumps(lineage_gate.query(self.index, self.child_path)).encode()

    def test_a_ruling_refers_to_its_model(self):
        registry, model, _ = self.start(knows_referrers=True)
        ruling = self.ruling()
        digest = oci_referrer.attach(registry, "v1", ruling)
        manifest = json.loads(self.manifests[digest][1])
        self.assertEqual(manifest["subject"]["digest"], model)
        self.assertEqual(manifest["artifactType"], oci_referrer.RULING_TYPE)
        self.assertEqual(self.blobs[manifest["layers"][0]["digest"]], ruling)
        self.assertNotIn(model.replace(":", "-"), self.manifests)
        self.assertEqual(oci_referrer.attach(registry, "v1", ruling), digest)
        self.assertEqual(set(self.seen_tokens), {"Bearer token"})

    def test_older_registries_get_a_list_by_tag(self):
        registry, model, _ = self.start(knows_referrers=False)
        first = oci_referrer.attach(registry, "v1", self.ruling())
        second = oci_referrer.attach(registry, "v1", b'{"another":1}')
        oci_referrer.attach(registry, "v1", b'{"another":1}')
        index = json.loads(self.manifests[model.replace(":", "-")][1])
        self.assertEqual([each["digest"] for each in index["manifests"]], [first, second])

    def test_the_program_says_what_failed(self):
        _, _, address = self.start(knows_referrers=True)
        path = write(os.path.join(self.folder, "ruling.json"), self.ruling())
        program = os.path.join(HERE, "oci_referrer.py")
        for reference, code in (("v1", 0), ("v2", 2)):
            done = subprocess.run([sys.executable, program, address, "team/model", reference, path],
                                  capture_output=True, check=False)
            self.assertEqual(done.returncode, code, done.stderr)


class PreReceive(Fixture):
    def git(self, folder, *arguments, wanted=0):
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "GIT_CONFIG_NOSYSTEM": "1",
                       "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
                       "GIT_COMMITTER_EMAIL": "a@example.org", "WEIGHTKIN": os.environ["WEIGHTKIN"]}
        done = subprocess.run(["git", "-C", folder, *arguments], env=environment, capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, wanted, done.stderr)
        return done.stdout + done.stderr

    def setUp(self):
        if shutil.which("git") is None:
            self.skipTest("no git here; ./setup installs it")
        place = tempfile.mkdtemp(dir=self.folder)
        self.server, self.work = os.path.join(place, "server.git"), os.path.join(place, "work")
        self.git(place, "init", "--bare", "-q", "-b", "main", self.server)
        self.git(place, "init", "-q", "-b", "main", self.work)
        self.git(self.work, "remote", "add", "origin", self.server)
        self.git(self.server, "config", "weightkin.index", self.index)
        for source, name in (("pre_receive.py", "pre-receive"), ("lineage_gate.py", "lineage_gate.py")):
            hook = shutil.copy(os.path.join(HERE, source), os.path.join(self.server, "hooks", name))
            os.chmod(hook, os.stat(hook).st_mode | stat.S_IXUSR)

    def commit(self, files):
        for name, data in files.items():
            write(os.path.join(self.work, name), data)
        self.git(self.work, "add", "-A")
        self.git(self.work, "commit", "-q", "-m", "change")

    def push(self, accepted):
        return self.git(self.work, "push", "-q", "origin", "main", wanted=0 if accepted else 1)

    def test_weights_in_git(self):
        self.commit({"model.safetensors": self.stranger, "README": b"hello"})
        self.push(accepted=True)
        self.commit({"dir with blank/model.safetensors": self.child})
        self.assertRegex(self.push(accepted=False), r"from base \([0-9a-f]{64}\), which LINEAGE does not name")
        # Taking it out again in a later commit does not take it out of what is pushed.
        os.remove(os.path.join(self.work, "dir with blank/model.safetensors"))
        self.commit({"note": b"gone"})
        self.assertIn("from base", self.push(accepted=False))
        self.commit({"LINEAGE": self.base})
        self.push(accepted=True)

    def test_weights_in_lfs(self):
        oid = hashlib.sha256(self.child).hexdigest()
        pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(self.child)}\n"
        self.commit({"model.gguf": pointer.encode()})
        self.assertIn("is not in the store", self.push(accepted=False))
        write(os.path.join(self.server, "lfs", "objects", oid[:2], oid[2:4], oid), self.child)
        self.assertIn("from base", self.push(accepted=False))
        self.commit({"LINEAGE": self.base})
        self.push(accepted=True)

    def test_weights_under_any_name(self):
        self.commit({"README": b"text", "picture.png": b"\x89PNG\r\n\x1a\n", "config.json": b"{}", "empty": b""})
        self.push(accepted=True)
        names = ("model.weights", "notes.txt", "data", "model.tflite")
        self.commit({name: self.child for name in names})
        refused = self.push(accepted=False)
        for name in names:
            self.assertRegex(refused, f"lineage: {name}: .* from base")

    def test_what_is_not_decided_is_not_let_through(self):
        self.commit({"odd.safetensors": self.odd})
        self.assertIn("can be compared", self.push(accepted=False))
        self.git(self.server, "config", "weightkin.incomparable", "accept")
        self.push(accepted=True)
        self.commit({"LINEAGE": b"base\n"})
        self.assertIn("LINEAGE: line 1", self.push(accepted=False))

    def test_what_a_dvc_file_puts_out_is_looked_at(self):
        store = os.path.join(self.server, "cache")
        self.git(self.server, "config", "weightkin.dvc", store)
        stolen, benign = (hashlib.md5(data).hexdigest() for data in (self.child, self.stranger))
        for md5, data in ((stolen, self.child), (benign, self.stranger)):
            write(os.path.join(store, md5[:2], md5[2:]), data)
        good = f"outs:\n- md5: {benign}\n  size: 5\n  hash: md5\n  path: model.pt\n"
        bad = good.replace(benign, stolen)
        deps = f"deps:\n- md5: {benign}\n  path: raw\n"
        self.commit({"model.pt.dvc": (deps + good).encode()})
        self.push(accepted=True)
        self.commit({"model.pt.dvc": (deps + bad).encode()})
        self.assertIn("from base", self.push(accepted=False))
        for text in (deps + bad, bad + deps, f"md5: {benign}\n" + bad, "# x\n\n" + bad):
            self.assertEqual(pre_receive.dvc_output(text), stolen)
        for text in (good + bad, good + f"- md5: {stolen}\n  path: b\n", good + f"  md5: {stolen}\n",
                     f"outs: [{{md5: {stolen}, path: m}}]\n" + deps, f'"outs":\n- md5: {stolen}\n' + deps,
                     f"outs:\n- md5: {stolen}.dir\n  path: folder\n", deps, "desc: 'x\n" + good + bad,
                     good + "---\n" + bad, f"outs:\n- &a\n  md5: {stolen}\n"):
            with self.assertRaises(lineage_gate.QueryFailed, msg=text):
                pre_receive.dvc_output(text)

    def test_weights_in_dvc(self):
        md5 = hashlib.md5(self.child).hexdigest()
        store = os.path.join(self.server, "cache")
        self.git(self.server, "config", "weightkin.dvc", store)
        self.commit({"model.pt.dvc": f"outs:\n- md5: {md5}\n  size: 5\n  hash: md5\n  path: model.pt\n".encode()})
        self.assertIn("is not in the store", self.push(accepted=False))
        write(os.path.join(store, md5[:2], md5[2:]), self.child)
        self.assertIn("from base", self.push(accepted=False))

    def test_what_cannot_be_read_is_not_let_through(self):
        self.commit({"model.safetensors": b"\xff" * 100})
        self.assertIn("could not be looked at", self.push(accepted=False))

    def test_without_an_index_nothing_is_let_through(self):
        self.git(self.server, "config", "--unset", "weightkin.index")
        self.commit({"README": b"hello"})
        self.assertIn("weightkin.index is not set", self.push(accepted=False))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
