// The worker: shows a kept register where there is no signal, and sends marks when the signal comes back while no page
// is open. It looks after /registers alone; blueprints/registers/worker.py serves it.
(() => {
  "use strict";
  const PATIENCE = 4e3;
  const REGISTER = /^\/registers\/[0-9a-f-]{36}\/\d{4}-\d\d-\d\dT\d{4}\/?$/;

  const tidy = async () => kept.purge(await pocket.purge());

  // When nothing is kept any more: a page of our own, with what became of marks that were never sent.
  const nothingHere = async () => {
    const days = (await pocket.fact("too late")) || [], waiting = (await pocket.waiting()).length;
    const said = days.map(({ day, marks }) => `${marks} ${marks === 1 ? "mark" : "marks"} of ${new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long" })} never sent, and now too old to send. Look for that day on paper.`);
    if (waiting) said.push(`Marks that wait on this phone to be sent: ${waiting}.`);
    const styles = (await kept.styles()).map((path) => `<link rel="stylesheet" href="${path}">`).join("");
    const words = said.map((each) => `<p><strong>${each}</strong></p>`).join("");
    return new Response(`<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>No signal</title>${styles}</head><body><main class="wrap"><h1>No signal</h1>${words}<p>No register is on this phone. This week’s registers are put here when you open Registers with a signal.</p></main></body></html>`, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'self'" } });
  };

  // The server's page when it comes in good time; else the kept one; else wait for the server after all.
  const page = async (event) => {
    const { request } = event;
    const path = new URL(request.url).pathname.replace(/\/$/, ""), isKept = REGISTER.test(path);
    const network = fetch(request);
    const first = await Promise.race([
      network.then((answer) => (answer.status < 500 ? answer : null), () => null),
      new Promise((late) => setTimeout(late, PATIENCE, null)),
    ]);
    if (first) {
      if (isKept && [403, 404, 410].includes(first.status)) await kept.drop(path);
      if (first.type === "opaqueredirect") event.waitUntil(sending.check().catch(() => {}));
      return first;
    }
    await tidy();
    const own = isKept ? await kept.show(path, false) : null;
    return own || network.catch(async () => (await kept.show(kept.LIST, path !== "/registers")) || nothingHere());
  };

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));
  self.addEventListener("fetch", (event) => {
    const { request } = event, url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) return;
    if (request.mode === "navigate") event.respondWith(page(event));
    else if (url.pathname.startsWith("/static/")) event.respondWith(kept.file(url.pathname).then((file) => file || fetch(request)));
  });
  self.addEventListener("sync", (event) => {
    if (event.tag !== "registers-sending") return;
    event.waitUntil((async () => {
      const user = await pocket.fact("user"), how = user && (await sending.send(user));
      if (how === "no-signal" || how === "later") throw new Error("try again");
      if (how === "sent") await kept.refresh();
    })());
  });
  tidy().catch(() => {});
})();
