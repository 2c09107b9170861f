"""A headless Chromium driven over a pipe with the DevTools protocol: no port, no network, nothing
but the standard library.

    with Browser() as browser:
        page = browser.open("/tmp/page.html", width=400)
        page.evaluate("document.title")
"""

import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

TOOL = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """One process; pages are closed with it."""

    def __init__(self, seconds=120):
        self.seconds = seconds  # for each answer: a busy machine needs long for all of them
        self.number = 0
        self.buffer = b""
        self.waiting = []  # events not yet asked for

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.errors = open(os.path.join(self.profile.name, "errors"), "wb")
        to_browser, self.write_end = os.pipe()
        self.read_end, from_browser = os.pipe()
        # The browser talks on the file descriptors 3 and 4; a shell puts them there.
        command = f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}'
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", command, TOOL, "--headless=new", "--no-sandbox", "--disable-gpu",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb",
             f"--user-data-dir={self.profile.name}", "--remote-debugging-pipe", "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=self.errors, stderr=self.errors)
        os.close(to_browser)
        os.close(from_browser)
        return self

    def __exit__(self, *_):
        try:
            self.ask("Browser.close")
        except (OSError, RuntimeError):
            pass
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.write_end)
        os.close(self.read_end)
        self.errors.close()
        self.profile.cleanup()

    def message(self):
        """The next message of the browser."""
        deadline = time.monotonic() + self.seconds
        while b"\0" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.read_end], [], [], left)[0]:
                raise RuntimeError("the browser does not answer")
            piece = os.read(self.read_end, 1 << 20)
            if not piece:
                raise RuntimeError("the browser has gone")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def ask(self, method, session=None, **parameters):
        """Sends a command and returns its result; events that come meanwhile are kept."""
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.write_end, data):]
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            if "method" in answer:
                self.waiting.append(answer)

    def open(self, path, **how):
        return Page(self, path, **how)


class Page:
    """A page in its own target, loaded when the constructor returns."""

    def __init__(self, browser, path, width=1200, height=900, dark=False, scripts=True,
                 media="screen"):
        self.browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.ask("Target.attachToTarget", targetId=target,
                                   flatten=True)["sessionId"]
        self.target = target
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=False)
        self.ask("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.events = []
        self.ask("Page.navigate", url=pathlib.Path(path).as_uri())
        self.wait_for("Page.loadEventFired")

    def ask(self, method, **parameters):
        return self.browser.ask(method, self.session, **parameters)

    def gather(self):
        """Moves this page's events from the browser's queue to its own."""
        mine = [e for e in self.browser.waiting if e.get("sessionId") == self.session]
        self.browser.waiting = [e for e in self.browser.waiting
                                if e.get("sessionId") != self.session]
        self.events += mine

    def wait_for(self, method):
        self.gather()
        while not any(event["method"] == method for event in self.events):
            answer = self.browser.message()
            if "method" in answer:
                self.browser.waiting.append(answer)
            self.gather()

    def evaluate(self, expression):
        """The value of a JavaScript expression, which must be JSON."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True,
                          awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def requests(self):
        """Addresses of everything that was asked for."""
        self.ask("Runtime.evaluate", expression="0")
        self.gather()
        return [event["params"]["request"]["url"] for event in self.events
                if event["method"] == "Network.requestWillBeSent"]

    def complaints(self):
        """What the browser logged: errors, violated policies."""
        self.ask("Runtime.evaluate", expression="0")
        self.gather()
        return [json.dumps(event["params"]) for event in self.events
                if event["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]

    def screenshot(self, full=False):
        """A PNG of the window, or of the whole page."""
        answer = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=full)
        return base64.b64decode(answer["data"])

    def close(self):
        self.browser.ask("Target.closeTarget", targetId=self.target)
