// The few lines a page is better with. Every page works without them; nothing here is evaluated from text.
(() => {
  "use strict";
  const LIST = "hereabouts-list";

  // A message far from where somebody pressed is no message.
  const show = (region) => {
    if (region?.id === "flash" && region.childElementCount) region.scrollIntoView({ block: "nearest" });
  };

  // After a refused form is swapped in, go to the list of what to put right.
  document.addEventListener("htmx:afterSwap", (event) => {
    const errors = event.detail.target?.querySelector?.(".errors") || document.querySelector("#flash .errors");
    if (errors) errors.focus();
    show(event.detail.target);
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => show(event.detail.target));

  // An answer that is not one of our pages (a proxy's, say), or none at all: say so in our words.
  const say = (words, style = "flash warn") => {
    const region = document.getElementById("flash");
    if (!region) return;
    const box = document.createElement("div");
    const line = document.createElement("p");
    box.className = style;
    line.textContent = words;
    box.append(line);
    region.replaceChildren(box);
    show(region);
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, isError } = event.detail;
    if (!isError || xhr.getResponseHeader("HX-Retarget")) return;
    event.detail.shouldSwap = false;
    say("That did not work just now. What you typed is still here: please try again in a minute.");
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, () => say("No answer came. Is there a signal? What you typed is still here: please try again."));
  }

  // htmx notes the address in the browser's storage. It does not need to, and we promise to leave nothing there.
  const leaveNothing = () => { try { sessionStorage.removeItem("htmx-current-path-for-history"); } catch { /* no storage */ } };
  for (const step of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) document.addEventListener(step, leaveNothing);
  leaveNothing();

  // Print buttons: only where a script can press print.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const words of document.querySelectorAll("[data-unless-script]")) words.hidden = true;

  // "Remember this list": kept on this computer only when somebody asks, forgotten when they ask.
  // <div data-remember="abc.def" hidden> holds a [data-keep] button, a [data-forget] button and a [data-recall] link.
  const place = document.querySelector("[data-remember]");
  if (place) {
    const [keep, forget, recall] = ["keep", "forget", "recall"].map((name) => place.querySelector(`[data-${name}]`));
    const now = place.dataset.remember;
    const refresh = () => {
      let kept = null;
      try { kept = localStorage.getItem(LIST); } catch { return; }
      place.hidden = false;
      if (keep) keep.hidden = !now || kept === now;
      if (forget) forget.hidden = kept === null;
      if (recall) {
        recall.hidden = kept === null || kept === now;
        if (kept) recall.href = `/shortlist?list=${encodeURIComponent(kept)}`;
      }
    };
    keep?.addEventListener("click", () => { localStorage.setItem(LIST, now); refresh(); say("This list is remembered here.", "flash"); });
    forget?.addEventListener("click", () => { localStorage.removeItem(LIST); refresh(); say("The list is forgotten here.", "flash"); });
    refresh();
  }
})();
