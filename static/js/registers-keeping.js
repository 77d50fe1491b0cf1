// "Is this device shared?": this browser keeps nothing of the registers, until somebody says that it may again.
(() => {
  "use strict";
  const place = document.getElementById("keeping");
  if (!place || !self.isSecureContext || !self.indexedDB || !self.caches || !navigator.serviceWorker) return;
  const here = place.querySelector("[data-if=kept]"), nothing = place.querySelector("[data-if=nothing]");

  const show = () => {
    place.hidden = false;
    [here.hidden, nothing.hidden] = [!kept.wanted(), kept.wanted()];
  };

  const again = () => {
    location.hash = place.id;
    location.reload();
  };

  // Marks that wait here go first: what was pressed is never lost.
  const unsent = async () => {
    const user = await pocket.fact("user");
    if (user && (await pocket.waiting(user)).length) await sending.send(user);
    return (await pocket.waiting()).length;
  };

  here.querySelector("button").addEventListener("click", async () => {
    const left = await unsent().catch(() => 0);  // what cannot be opened keeps nothing
    if (left) return saying.plain(`${left} ${left === 1 ? "mark waits" : "marks wait"} here to be sent. Do this again when there is a signal.`);
    kept.want(false);
    await kept.leave().catch(() => {});
    again();
  });
  nothing.querySelector("button").addEventListener("click", () => {
    kept.want(true);
    again();
  });
  show();
  if (location.hash === `#${place.id}`) place.focus();
})();
