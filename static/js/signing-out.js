// Signing out takes the registers off this phone. Marks that are not sent yet go first; if they cannot, the person
// chooses: stay signed in, or lose them.
(() => {
  "use strict";
  const own = document.currentScript, form = document.querySelector('form[action="/sign-out"]');
  const SCRIPTS = own.dataset.scripts.split(" ");
  let clear = false;

  const load = (src) => new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
  });
  const needed = async () => {
    for (const [at, name] of ["pocket", "kept", "sending"].entries()) if (!self[name]) await load(SCRIPTS[at]);
  };

  const signOut = () => { clear = true; form.requestSubmit(); };

  const ask = (count, others) => new Promise((answer) => {
    const make = (name, textContent, more = {}) => Object.assign(document.createElement(name), { textContent, ...more });
    const marks = `${count} ${count === 1 ? "mark is" : "marks are"} saved on this phone and not sent yet`;
    const dialog = make("dialog", "", { className: "notice" }), choice = make("form", "", { method: "dialog", className: "bar" });
    const title = make("h2", "Not everything is sent", { id: "not-sent" });
    dialog.setAttribute("aria-labelledby", title.id);
    choice.append(make("button", "Stay signed in", { className: "btn", value: "stay" }), make("button", "Sign out and lose them", { className: "btn no", value: "lose" }));
    dialog.append(title, make("p", `${marks}${others ? ", some by somebody else who uses it" : ""}. Stay signed in and they go by themselves when there is a signal.`), choice);
    dialog.addEventListener("close", () => { answer(dialog.returnValue === "lose"); dialog.remove(); });
    document.body.append(dialog);
    dialog.showModal();
  });

  form?.addEventListener("submit", async (event) => {
    if (clear || !navigator.serviceWorker || !self.caches || !self.indexedDB) return;
    event.preventDefault();
    try {
      if (await navigator.serviceWorker.getRegistration("/registers")) {
        await needed();
        const user = await pocket.fact("user");
        if (user && (await pocket.waiting(user)).length) await sending.send(user);
        const left = await pocket.waiting();
        if (left.length && !(await ask(left.length, left.some((press) => press.user !== user)))) return;
        await kept.leave();
      }
    } catch { /* what cannot be opened cannot be kept either */ }
    signOut();
  });
})();
