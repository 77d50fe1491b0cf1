// A register on a phone: every press is written down here first, then drawn, then sent when there is a signal. With a
// good signal it is the same path, only quicker. Without this script the same buttons are plain forms.
(() => {
  "use strict";
  const place = document.getElementById("pocket");
  const able = place && self.isSecureContext && self.indexedDB && self.caches && navigator.serviceWorker && self.crypto?.randomUUID && kept.wanted();
  if (!able) return;

  const AGAIN_AFTER = 20e3, SLOW = 3e3, ONE_TAP = 600, STILL_MARKING = 5e3;
  const { user, listing, moment, pass } = place.dataset, { dataset } = document.documentElement;
  const page = location.pathname.replace(/\/$/, ""), keptAt = Number(dataset.keptAt) || 0, shown = Number(place.dataset.version || 0);
  let how = keptAt ? "no-signal" : "", works = true, left = 0, running = null, again = false, lastTap = 0, lastPress = -STILL_MARKING, alike = "", full = false;
  const drawn = new Set();

  const isHere = (press) => press.user === user && press.listing === listing && press.moment === moment;
  const isNews = (press) => isHere(press) && !press.refused && !(press.sent <= shown);

  const tell = async () => {
    const mine = (await pocket.all()).filter((press) => press.user === user);
    const waiting = mine.filter((press) => !press.sent && !press.refused);
    left = waiting.length;
    const done = async () => {
      await pocket.change((press) => (press.refused && press.user === user ? null : press));
      await pocket.note("too late", ((await pocket.fact("too late")) || []).filter((each) => each.user !== user));
      await tell();
    };
    const tooLate = ((await pocket.fact("too late")) || []).filter((each) => each.user === user);
    const beside = mine.some((press) => isNews(press) && press.became === "beside");
    const refused = mine.filter((press) => press.refused);
    saying.tell({ how, count: left, keptAt, missing: dataset.missing, full, beside, alike, refused, tooLate, nameOf: lines.nameOf, done, marking: performance.now() - lastPress < STILL_MARKING });
    if (left || how === "sent") lines.countAlso(!left ? "Sent." : how && how !== "sent" ? `${how === "no-signal" ? "No signal: " : ""}${left} saved here.` : "");
    const today = new Date(await pocket.now()).toLocaleDateString("sv-SE", { timeZone: "Europe/London" });
    for (const row of document.querySelectorAll("[data-url]")) {
      const here = waiting.filter((press) => row.dataset.url === `/registers/${press.listing}/${press.moment}`).length;
      row.lastElementChild.textContent = here ? `${here} not sent yet` : row.dataset.on === today ? "Today" : "";
    }
  };

  const settle = async () => {
    const news = (await pocket.all()).filter(isNews);
    for (const press of news) {
      if (!drawn.has(press.number)) lines.draw(press);
      drawn.add(press.number);
      if (press.sent) lines.answered(press);
    }
    alike = news.find((press) => press.alike)?.key || "";
    await tell();
  };

  // One at a time; what is pressed meanwhile goes in the next round.
  const deliver = async () => {
    const slow = setTimeout(() => { how = "no-signal"; tell(); }, SLOW);
    for (again = true; again;) {
      again = false;
      const said = await sending.send(user).catch(() => "later");
      if (said !== "nothing") how = said;
      else if (left) how = "sent";  // the worker was quicker
      if (said !== "sent" && said !== "nothing") break;
    }
    clearTimeout(slow);
    running = null;
    await settle();
  };
  const send = () => {
    again = true;
    return (running ||= deliver());
  };

  // Ask for this week's registers again; what was sent is on them, so it need not stay here.
  const refresh = async () => {
    if (!(await kept.refresh())) return;
    if (keptAt && !left) how = "sent";
    const copy = await kept.get(page), has = copy ? Number(copy.headers.get("Hereabouts-Version")) : Infinity;
    if (!keptAt) await pocket.change((press) => (isHere(press) && press.sent <= Math.min(shown, has) ? null : press));
    if (left) await send();
    else await tell();
  };
  const look = async () => {
    await send();
    await refresh().catch((error) => { full = error.name === "QuotaExceededError"; });
    if (full) await tell();
  };

  const press = async (said) => {
    lastPress = performance.now();
    const written = await pocket.add({ user, listing, moment, pass, said });
    left += 1;
    const line = said.who && lines.of(said.who), before = line ? line.dataset.mark || null : null;
    lines.draw(written);
    drawn.add(written.number);
    // Twelve taps on "one more" are one count.
    if (said.kind === "heads") await pocket.change((each) => (isHere(each) && each.said.kind === "heads" && !each.sent && each.number < written.number ? null : each));
    const button = said.mark && line?.querySelector(`.marks [data-mark="${said.mark}"]`);
    const words = said.kind === "heads" ? "Count noted." : `${lines.nameOf(written)}: ${said.mark === null ? "mark taken away" : (button?.textContent || "came").trim().toLowerCase()}.`;
    const back = { kind: "mark", who: said.who || written.key, mark: before };
    lines.count(words, said.kind === "heads" ? null : () => press({ ...back, seen: Number(lines.of(back.who)?.dataset.version || 0) }));
    tell().then(send);
    navigator.serviceWorker.ready.then((here) => here.sync?.register("registers-sending")).catch(() => {});
  };

  const onSubmit = async (event) => {
    const form = event.target, button = event.submitter, said = works && moment && kept.wanted() ? lines.read(form, button) : null;
    if (!said) return others(event);
    event.preventDefault();
    event.stopImmediatePropagation();
    if (said.kind === "mark" && event.timeStamp - lastTap < ONE_TAP && button.dataset.tapped) return;  // a shaky finger
    for (const tapped of document.querySelectorAll("[data-tapped]")) delete tapped.dataset.tapped;
    [lastTap, button.dataset.tapped] = [event.timeStamp, "yes"];
    try {
      await press(said);
      if (said.kind === "walk-in") form.reset();
    } catch {  // no room on this phone: as if there were no script
      works = false;
      how = "no-room";
      form.requestSubmit(button);
    }
  };

  const needsSignal = (words) => {
    saying.plain(words);
    scrollTo(0, 0);
  };

  // Other forms of the page need the server. Marks go first, or closing the day would leave them behind; and where no
  // server answers the page stays, with what was typed.
  const others = async (event) => {
    const form = event.target;
    if (form.method !== "post" || form.action.endsWith("/sign-out") || !moment) return;
    if (form.dataset.clear) return delete form.dataset.clear;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (keptAt || !navigator.onLine) {
      const back = how === "sent" ? "The signal is back. Open this page again, then do that." : "That needs a signal. Your marks are saved on this phone.";
      return needsSignal(lines.wrong(form) || back);
    }
    if (left) await send();
    if (left) return needsSignal("Your marks go first, and they cannot be sent just now. Then do that again.");
    if (!(await sending.isThere())) return needsSignal("That needs a signal. What you typed is still here: do it again in a minute.");
    form.dataset.clear = "yes";
    form.requestSubmit(event.submitter);
  };

  const start = async () => {
    try {
      if ((await pocket.fact("user")) !== user) await kept.dropAll();
      await pocket.note("user", user);
      if (pass && !keptAt) await pocket.note("passes", { ...(await pocket.fact("passes")), [listing]: pass });
      await kept.purge(await pocket.purge());
    } catch {
      works = false;
      return saying.tell({ how: "no-room", refused: [], tooLate: [] });
    }
    await settle();
    if (drawn.size) lines.count("", null);
    await tell();
    await navigator.serviceWorker.register("/registers/worker.js", { scope: "/registers" }).catch(() => {});
    await look();
  };

  document.addEventListener("submit", onSubmit, true);
  const narrow = document.getElementById("narrow");
  if (narrow && !new URLSearchParams(location.search).get("q")) {
    narrow.addEventListener("input", () => lines.narrow(narrow.elements.q.value.trim().toLowerCase()));
    narrow.addEventListener("submit", (event) => event.preventDefault());
  }
  sending.told?.addEventListener("message", ({ data }) => { how = data; settle(); });
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && (left || keptAt)) look(); });
  setInterval(() => { if (left) send(); else if (keptAt && how !== "sent") look(); }, AGAIN_AFTER);
  start();
})();
