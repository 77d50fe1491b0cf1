// What is saved on this phone and what is sent, in words: at the top of the page, in a region that screen readers hear.
self.saying = (() => {
  "use strict";
  const region = document.getElementById("saved"), page = location.pathname;
  let warned = false;

  const make = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words, ...more });
  const link = (words, href) => make("a", words, { href });
  const strong = (...parts) => { const found = make("strong", ""); found.append(...parts); return found; };
  const STYLES = ["flash", "flash warn", "flash refused"];
  const icon = (style) => document.getElementById("said-icons").content.children[STYLES.indexOf(style)].cloneNode(true);
  const box = (style, ...parts) => {
    const flash = make("div", "", { className: style }), line = make("p", "");
    line.append(...parts);
    flash.append(icon(style), line);
    return flash;
  };
  const marks = (count) => `${count} ${count === 1 ? "mark" : "marks"}`;
  // Seen at once with every mark, but not read out each time
  const number = (count) => { const found = make("span", marks(count)); found.setAttribute("aria-live", "off"); return found; };
  const day = (time) => new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
  const when = (time) => new Date(time).toLocaleString("en-GB", { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });

  // Where things stand. `keptAt`: when this page was put on the phone, if it is shown without signal.
  const standing = ({ how, count, keptAt, missing }) => {
    if (how === "no-room") return box("flash warn", strong("This browser keeps nothing. "), "You can mark here while there is a signal, or print the register.");
    if (["sign-in", "ended", "somebody-else"].includes(how) && count) {
      const who = how === "somebody-else" ? " Somebody else is signed in here now." : "";
      return box("flash warn", strong(number(count), " saved here, not sent yet."), who, " ", link("Sign in", `/sign-in?next=${encodeURIComponent(page)}`), " to send them.");
    }
    if (how === "later" && count) return box("flash warn", strong(number(count), " saved on this phone, not sent yet. "), "The board is busy: they go by themselves later.");
    if (how === "no-signal" && count) return box("flash warn", strong("No signal. ", number(count), " saved on this phone, not sent yet. "), "Carry on: they go by themselves later.");
    if (how === "no-signal" && missing) return box("flash warn", strong("No signal for the page you wanted. "), "These registers are on this phone.");
    if (how === "no-signal" && keptAt) return box("flash warn", strong("No signal. "), `This page is as it was on ${when(keptAt)}. Carry on: marks are saved on this phone.`);
    if (how === "sent" && keptAt) return box("flash", strong("The signal is back, and all is sent. "), link("Show the newest", page));
    return how === "sent" && warned ? box("flash", strong("All your marks are sent.")) : null;
  };

  // What wants an "All right": marks that were not taken, and marks that were too old to send
  const notices = ({ refused, tooLate, nameOf, done }) => {
    const said = refused.map((press) => `Not taken (${nameOf(press)}): ${press.refused}`);
    for (const each of tooLate) said.push(`${marks(each.marks)} of ${day(each.day)} ${each.marks === 1 ? "was" : "were"} never sent, and now too old to send. Look for that day on paper.`);
    if (!said.length) return null;
    const flash = box("flash refused", said[0]), button = make("button", "All right", { type: "button", className: "link" });
    button.addEventListener("click", done);
    flash.lastChild.append(...said.slice(1).flatMap((words) => [document.createElement("br"), words]), " ", button);
    return flash;
  };

  // What is under the thumb stays under the thumb when words come or go above it in the middle of marking.
  const inPlace = (change, marking) => {
    const list = document.getElementById("register"), top = () => list?.getBoundingClientRect().top, before = top();
    change();
    if (marking && list) requestAnimationFrame(() => scrollBy({ top: top() - before, behavior: "instant" }));
  };

  const tell = (all) => {
    const found = [standing(all), notices(all)];
    if (all.full) found.push(box("flash warn", strong("This phone has no room left. "), "Registers are not kept on it: with no signal, use paper."));
    if (all.beside) found.push(box("flash warn", strong("Somebody else said something different. "), "Both are kept. ", link("Show both", page)));
    if (all.alike) found.push(box("flash", "Somebody here has that name already. ", link("Is it the same person?", `${page}?alike=${all.alike}#alike`)));
    const boxes = found.filter(Boolean), shape = (nodes) => [...nodes].map((node) => node.textContent.replace(/\d+ marks?/, "")).join("|");
    const old = region.querySelector("[aria-live=off]");
    if (old && shape(boxes) === shape(region.children)) old.textContent = marks(all.count);
    else if (shape(boxes) !== shape(region.children)) inPlace(() => region.replaceChildren(...boxes), all.marking);
    warned = (warned && all.how === "sent" && !all.count) || ["no-signal", "later", "sign-in", "ended", "somebody-else"].includes(all.how);
  };

  const plain = (words) => region.replaceChildren(box("flash warn", words));
  return { tell, plain };
})();
