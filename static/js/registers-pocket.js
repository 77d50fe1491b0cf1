// What was pressed and is not on the server yet, on this phone: a small database, and a clock that nobody turns back.
// Pages and the worker both load this.
self.pocket = (() => {
  "use strict";
  const DATABASE = "registers", MINUTE = 60e3, WEEK = 7 * 24 * 60 * MINUTE;
  let opening = null;

  const open = () => (opening ||= new Promise((found, lost) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("presses", { keyPath: "number", autoIncrement: true });
      asked.result.createObjectStore("facts");
    };
    asked.onsuccess = () => {
      const shut = () => { asked.result.close(); opening = null; };
      asked.result.onversionchange = asked.result.onclose = shut;
      found(asked.result);
    };
    asked.onerror = () => { opening = null; lost(asked.error); };
  }));

  // One transaction: done when it is written to the disk, and not before.
  const within = async (store, mode, work) => {
    const database = await open();
    return new Promise((found, lost) => {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const asked = work(transaction.objectStore(store));
      transaction.oncomplete = () => found(asked?.result);
      transaction.onabort = () => lost(transaction.error || new Error("not kept"));
    });
  };

  const fact = (name) => within("facts", "readonly", (facts) => facts.get(name));
  const note = (name, value) => within("facts", "readwrite", (facts) => facts.put(value, name));

  // `ahead` is how far the phone's clock was out when the server last told the time; `latest` the greatest time seen.
  const now = async () => {
    const { ahead, latest } = (await fact("clock")) || { ahead: 0, latest: 0 };
    const time = Math.max(Date.now() - ahead, latest);
    if (time - latest > MINUTE) await note("clock", { ahead, latest: time });
    return time;
  };
  const believe = async (answer) => {
    const told = Date.parse(answer.headers.get("Date") || "");
    if (!told) return;
    await note("clock", { ahead: Date.now() - told, latest: told });
    await change((press) => (press.kept > told ? { ...press, kept: told } : press));
  };

  const all = () => within("presses", "readonly", (presses) => presses.getAll());
  const waiting = async (user) => (await all()).filter((press) => !press.sent && !press.refused && (!user || press.user === user));
  const add = async (press) => {
    const kept = await now();
    const whole = { ...press, key: crypto.randomUUID(), at: new Date(kept).toISOString(), kept };
    const number = await within("presses", "readwrite", (presses) => presses.add(whole));
    return { ...whole, number };
  };

  // Go through every press: `next` gives it back, changed or not, or null to drop it.
  const change = (next) => within("presses", "readwrite", (presses) => {
    const asked = presses.openCursor();
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (!cursor) return;
      const press = next(cursor.value);
      if (press === null) cursor.delete();
      else if (press !== cursor.value) cursor.update(press);
      cursor.continue();
    };
    return asked;
  });

  // After a week what is left goes, and marks that were never sent are named by their day before they do.
  const purge = async () => {
    const oldest = (await now()) - WEEK;
    const late = (await waiting()).filter((press) => press.kept < oldest);
    if (late.length) {
      const days = (await fact("too late")) || [];
      for (const { user, moment } of late) {
        const day = moment.slice(0, 10), known = days.find((each) => each.user === user && each.day === day);
        if (known) known.marks += 1;
        else days.push({ user, day, marks: 1 });
      }
      await note("too late", days);
    }
    await change((press) => (press.kept < oldest ? null : press));
    return oldest;
  };

  const forget = async () => {
    if (opening) (await opening).close();
    opening = new Promise(() => {});  // this page is about to go: nothing opens it again
    await new Promise((done) => {
      const asked = indexedDB.deleteDatabase(DATABASE);
      asked.onsuccess = asked.onerror = asked.onblocked = done;
    });
  };

  return { fact, note, now, believe, all, waiting, add, change, purge, forget };
})();
