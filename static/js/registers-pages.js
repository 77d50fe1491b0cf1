// This week's registers, kept as pages for a hall without signal. The server lists which; whatever it does not list goes.
// Pages and the worker both load this.
self.kept = (() => {
  "use strict";
  const PAGES = "registers-pages", FILES = "registers-files";
  const MINUTE = 60e3, STALE = 10 * MINUTE, OLD = 120 * MINUTE;
  const AT = "Hereabouts-Kept-At", VERSION = "Hereabouts-Version";
  const LIST = "/registers/kept", POCKET = "/registers/pocket.json", NOT_HERE = "registers-not-here=yes";

  // A browser that others use keeps nothing, once somebody has said so: in a cookie, since signing out clears whatever
  // else a page can keep. The worker cannot ask, and is gone then.
  let gone = false;
  const wanted = () => !gone && !self.document?.cookie.split("; ").includes(NOT_HERE);
  const want = (yes) => { document.cookie = `${NOT_HERE}; path=/registers; max-age=${yes ? 0 : 34560000}; samesite=strict`; };

  const get = async (url) => (await caches.open(PAGES)).match(url, { ignoreVary: true });
  const drop = async (url) => (await caches.open(PAGES)).delete(url, { ignoreVary: true });
  const dropAll = () => caches.delete(PAGES);
  const age = async (page) => (await pocket.now()) - Number(page.headers.get(AT));

  // A page and the style sheets and scripts it names: without one of them it is not kept.
  const keep = async (url, version) => {
    const answer = await fetch(url, { redirect: "manual", headers: { "Hereabouts-Keep": "yes" } });
    if (!answer.ok) return [403, 404, 410].includes(answer.status) && drop(url);
    const text = await answer.clone().text(), files = await caches.open(FILES);
    for (const file of new Set(text.match(/\/static\/[\w./-]+/g))) {
      if (!(await files.match(file))) await files.add(file);
    }
    const headers = new Headers(answer.headers);
    headers.set(AT, String(await pocket.now()));
    headers.set(VERSION, String(version));
    const pages = await caches.open(PAGES);
    return wanted() && pages.put(url, new Response(text, { headers }));
  };

  // Ask which to keep. Gives false when nobody is signed in, or nothing is to be kept.
  const refresh = async () => {
    if (!wanted()) return false;
    const answer = await fetch(POCKET, { redirect: "manual" });
    if (answer.status === 404) await dropAll();
    if (!answer.ok) return false;
    await pocket.believe(answer);
    const { user, pages, passes } = await answer.json();
    if ((await pocket.fact("user")) !== user) await dropAll();
    await pocket.note("user", user);
    await pocket.note("passes", passes);
    const listed = new Map([[LIST, 0], ...pages.map((page) => [page.url, page.version])]);
    for (const { url } of await (await caches.open(PAGES)).keys()) {
      const path = new URL(url).pathname;
      if (!listed.has(path)) await drop(path);
    }
    for (const [url, version] of listed) {
      const known = await get(url), old = known && (await age(known));
      const same = known && known.headers.get(VERSION) === String(version) && old >= 0;
      if (!same || old > (url === LIST ? STALE : OLD)) await keep(url, version);
    }
    await dropFiles();
    return true;
  };

  // Files that no page names any more, after a new release
  const dropFiles = async () => {
    const pages = await caches.open(PAGES), files = await caches.open(FILES);
    const texts = await Promise.all((await pages.matchAll()).map((page) => page.text()));
    for (const file of await files.keys()) {
      const path = new URL(file.url).pathname;
      if (!texts.some((text) => text.includes(path))) await files.delete(file);
    }
  };

  const purge = async (oldest) => {
    const pages = await caches.open(PAGES);
    for (const request of await pages.keys()) {
      const page = await pages.match(request, { ignoreVary: true });
      if (Number(page.headers.get(AT)) < oldest) await pages.delete(request, { ignoreVary: true });
    }
  };

  // For a page that is shown without signal: where it comes from stands in its first tag.
  const show = async (url, asked) => {
    const page = await get(url);
    if (!page) return null;
    const said = `<html data-kept-at="${Number(page.headers.get(AT))}"${asked ? ` data-missing="yes"` : ""}`;
    const headers = new Headers(page.headers);
    headers.delete("Content-Length");
    headers.delete("Content-Encoding");
    return new Response((await page.text()).replace("<html", said), { headers });
  };

  const file = async (url) => (await caches.open(FILES)).match(url, { ignoreVary: true });
  const styles = async () => (await (await caches.open(FILES)).keys()).map(({ url }) => new URL(url).pathname).filter((path) => path.endsWith(".css"));

  // Everything off this phone: pages, marks and the worker. What this page is fetching just now is not kept either.
  const leave = async () => {
    gone = true;
    await (await navigator.serviceWorker.getRegistration("/registers"))?.unregister();
    await Promise.all([PAGES, FILES].map((name) => caches.delete(name)));
    await pocket.forget();
  };
  return { LIST, wanted, want, get, drop, dropAll, refresh, purge, show, file, styles, leave };
})();
