// Sending what was pressed, in order. A press is done with when its own answer has come, and not before; sent twice, it
// is one press to the server. Pages and the worker both load this.
self.sending = (() => {
  "use strict";
  const ADDRESS = "/registers/presses", SMALL = "/registers/manifest.webmanifest", AT_ONCE = 50, PATIENCE = 20e3, A_MOMENT = 6e3;
  const told = "BroadcastChannel" in self ? new BroadcastChannel("registers") : null;

  const post = async (pass, presses) => {
    const phone = await ownNumber(), now = new Date(await pocket.now()).toISOString();
    const body = JSON.stringify({ pass, phone, now, presses: presses.map(({ said, key, moment, at }) => ({ ...said, key, moment, at })) });
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(ADDRESS, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal: stop.signal, redirect: "manual" });
    } finally {
      clearTimeout(timer);
    }
  };

  // A number this browser gave itself, so that its own marks do not seem to be somebody else's
  const ownNumber = async () => {
    let number = await pocket.fact("phone");
    if (!number) await pocket.note("phone", (number = crypto.randomUUID()));
    return number;
  };

  const settle = (answers) => {
    const by = new Map(answers.map((answer) => [answer.key, answer]));
    return pocket.change((press) => {
      const answer = by.get(press.key);
      if (!answer || press.sent) return press;
      if (answer.became === "refused") return { ...press, refused: answer.words };
      return { ...press, sent: answer.register.version, became: answer.became, version: answer.version, alike: answer.alike };
    });
  };

  // Gives "sent", "nothing", "no-signal", "later", or why the server takes nothing: "sign-in", "ended", "somebody-else".
  const deliver = async (user) => {
    for (let how = "nothing"; ; how = "sent") {
      const waiting = await pocket.waiting(user);
      if (!waiting.length) return how;
      const { listing } = waiting[0];
      const presses = waiting.filter((press) => press.listing === listing).slice(0, AT_ONCE);
      const passes = (await pocket.fact("passes")) || {};
      let answer, said;
      try {
        answer = await post(passes[listing] || presses[0].pass, presses);
        said = await answer.json();
      } catch {
        return answer ? "later" : "no-signal";
      }
      if (answer.ok && said.answers) {
        await pocket.believe(answer);
        await settle(said.answers);
      } else if (said.why === "not-yours") {
        await settle(presses.map(({ key }) => ({ key, became: "refused", words: said.words })));
      } else {
        if (said.why === "ended") await kept.dropAll();
        return said.why || "later";
      }
    }
  };

  // Whether the server answers just now
  const isThere = async () => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), A_MOMENT);
    return fetch(SMALL, { cache: "no-store", signal: stop.signal }).then(() => true, () => false).finally(() => clearTimeout(timer));
  };

  // Whether this phone was signed out from elsewhere: then nothing stays on it but what was never sent.
  const check = async () => {
    const [pass] = Object.values((await pocket.fact("passes")) || {});
    const said = pass && (await (await post(pass, [])).json());
    if (said?.why === "ended") await kept.dropAll();
  };

  const alone = (work) => (navigator.locks ? navigator.locks.request("registers-sending", work) : work());
  const send = async (user) => {
    const how = await alone(() => deliver(user));
    if (how !== "nothing") told?.postMessage(how);
    return how;
  };
  return { send, check, isThere, told };
})();
