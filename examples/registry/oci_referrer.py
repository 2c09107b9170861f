"""Attaches a ruling to a model in an OCI registry, as an artefact that refers to it.

    python3 oci_referrer.py REGISTRY REPOSITORY REFERENCE RULING.json

pushes the ruling and a manifest whose `subject` is the model's manifest, so that the referrers list of the
model shows it (OCI image and distribution specifications 1.1). A registry that does not know referrers
yet gets the specification's fallback, an index under the tag sha256-<digest>. REGISTRY is an address as
http://127.0.0.1:5000. A bearer token is read from OCI_TOKEN. Standard library only."""

import hashlib
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

RULING_TYPE = "application/vnd.weightkin.ruling.v1+json"
MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
INDEX_TYPE = "application/vnd.oci.image.index.v1+json"
EMPTY_TYPE = "application/vnd.oci.empty.v1+json"
EMPTY = b"{}"


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def descriptor(media_type, data, **more):
    return {"mediaType": media_type, "digest": digest_of(data), "size": len(data), **more}


def referrer_manifest(ruling, subject, name):
    """The manifest, as bytes: an empty config, the ruling as its only layer."""
    layer = descriptor(RULING_TYPE, ruling, annotations={"org.opencontainers.image.title": name})
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST_TYPE, "artifactType": RULING_TYPE,
                "config": descriptor(EMPTY_TYPE, EMPTY), "layers": [layer], "subject": subject}
    return json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()


class Registry:
    """What of the distribution specification's interface is needed here."""

    def __init__(self, address, repository, token=None):
        self.address = address.rstrip("/")
        self.base = f"{self.address}/v2/{urllib.parse.quote(repository)}"
        self.token = token

    def ask(self, method, url, body=None, headers=None):
        """Status, headers and body; an answer of 4xx is an answer."""
        sent = dict(headers or {})
        # The token is for the registry, not for wherever it sends uploads to.
        if self.token and url.startswith(self.address + "/"):
            sent["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(url, body, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.headers, refusal.read()

    def must(self, wanted, *question, **more):
        status, headers, body = self.ask(*question, **more)
        if status != wanted:
            raise RuntimeError(f"{question[0]} {question[1]}: {status} instead of {wanted}")
        return headers, body

    def manifest(self, reference):
        """A manifest's descriptor and content; what was asked for by digest has to have it."""
        headers, body = self.must(200, "GET", f"{self.base}/manifests/{reference}",
                                  headers={"Accept": f"{MANIFEST_TYPE}, {INDEX_TYPE}"})
        if reference.startswith("sha256:") and digest_of(body) != reference:
            raise RuntimeError(f"the registry's manifest is not {reference}")
        return descriptor(headers.get_content_type(), body), body

    def push_blob(self, data):
        digest = digest_of(data)
        if self.ask("HEAD", f"{self.base}/blobs/{digest}")[0] == 200:
            return
        headers, _ = self.must(202, "POST", f"{self.base}/blobs/uploads/", body=b"")
        place = urllib.parse.urljoin(self.base + "/", headers["Location"])
        place += ("&" if urllib.parse.urlparse(place).query else "?") + "digest=" + digest
        self.must(201, "PUT", place, body=data, headers={"Content-Type": "application/octet-stream"})

    def push_manifest(self, data, reference, media_type=MANIFEST_TYPE):
        return self.must(201, "PUT", f"{self.base}/manifests/{reference}", body=data,
                         headers={"Content-Type": media_type})[0]

    def list_by_tag(self, subject, manifest):
        """The fallback: an index of referrers under a tag made of the subject's digest."""
        tag = subject["digest"].replace(":", "-")
        status, _, body = self.ask("GET", f"{self.base}/manifests/{tag}",
                                   headers={"Accept": INDEX_TYPE})
        if status not in (200, 404):
            raise RuntimeError(f"{tag}: {status}")
        index = json.loads(body) if status == 200 else {"schemaVersion": 2, "mediaType": INDEX_TYPE,
                                                        "manifests": []}
        entry = descriptor(MANIFEST_TYPE, manifest, artifactType=RULING_TYPE)
        if entry["digest"] not in [each["digest"] for each in index["manifests"]]:
            index["manifests"].append(entry)
            self.push_manifest(json.dumps(index).encode(), tag, INDEX_TYPE)


def attach(registry, reference, ruling, name="ruling.json"):
    """Pushes the ruling; \\returns the digest of the manifest that refers to the model."""
    subject, _ = registry.manifest(reference)
    manifest = referrer_manifest(ruling, subject, name)
    for blob in (EMPTY, ruling):
        registry.push_blob(blob)
    headers = registry.push_manifest(manifest, digest_of(manifest))
    if headers.get("OCI-Subject") != subject["digest"]:
        registry.list_by_tag(subject, manifest)
    return digest_of(manifest)


def main():
    if len(sys.argv) != 5:
        print(__doc__, file=sys.stderr)
        return 2
    address, repository, reference, path = sys.argv[1:]
    with open(path, "rb") as file:
        ruling = file.read()
    try:
        json.loads(ruling)
        registry = Registry(address, repository, os.environ.get("OCI_TOKEN"))
        print(attach(registry, reference, ruling, os.path.basename(path)))
    except (RuntimeError, ValueError, OSError) as failure:
        print(f"oci_referrer: {failure}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
