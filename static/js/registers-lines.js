// The lines of a register on the page: what is drawn when somebody presses, and what a press says.
self.lines = (() => {
  "use strict";
  const NOBODY = "00000000-0000-0000-0000-000000000000";
  const MOST_LETTERS = 40, MOST_DIGITS = 4, MOST_HEADS = 2000, NUMBERS = ["people", "new", "referred"];
  const make = (name, more) => Object.assign(document.createElement(name), more);
  const of = (who) => document.getElementById(`line-${who}`);
  const nameOf = ({ said, key }) => (said.kind === "heads" ? "the count" : said.called || of(said.who)?.querySelector(".lead")?.textContent || key.slice(0, 4));

  const list = () => {
    let found = document.getElementById("register");
    if (!found) {
      found = make("ul", { id: "register", className: "tidy sheet" });
      const empty = document.querySelector("main .space");
      if (empty) empty.replaceWith(found);
      else document.querySelector("main .stack").append(found);
    }
    return found;
  };
  const add = (who, name) => {
    const made = document.getElementById("new-line")?.innerHTML.replaceAll(NOBODY, who);
    if (!made) return null;
    list().insertAdjacentHTML("beforeend", made);
    of(who).querySelector(".who .lead").textContent = name;
    of(who).dataset.name = name.toLowerCase();
    return of(who);
  };

  const draw = ({ key, said }) => {
    if (said.kind === "heads") {
      const heads = document.getElementById("heads");
      for (const name of heads ? NUMBERS : []) heads.elements[name].value = said[name];
      return;
    }
    const line = of(said.who || key) || (said.kind === "walk-in" && add(key, said.called));
    if (!line) return;
    const mark = said.kind === "walk-in" ? "came" : said.mark;
    line.dataset.mark = mark || "";
    for (const button of line.querySelectorAll(".marks button")) {
      const stands = button.dataset.mark === mark;
      button.setAttribute("aria-pressed", String(stands));
      button.value = stands ? "" : button.dataset.mark;
    }
  };

  // What the server answered. After "beside" the line keeps the version it had: a later press overrules nobody unseen.
  const answered = ({ key, said, became, version }) => {
    const line = of(said.who || key), seen = document.querySelector("#heads [name=seen]");
    if (became === "kept" && said.kind === "heads" && seen) seen.value = version;
    if (became === "kept" && line) line.dataset.version = version;
    if (became === "beside" && line && !line.querySelector(".tag.no")) {
      line.querySelector(".lead").after(make("span", { className: "tag no", textContent: "Two marks differ" }));
    }
  };

  // The strip under the thumb: how many are marked, what was done last, and the way back.
  const count = (words, undo) => {
    const strip = document.getElementById("strip"), said = strip?.querySelector("[role=status]");
    if (!said) return;
    const all = [...document.querySelectorAll("#register > .line")], marked = all.filter((line) => line.dataset.mark);
    const here = document.querySelectorAll("#register .marks [aria-pressed=true]:not(.away)").length, heads = document.getElementById("people");
    const by_heads = strip.dataset.keeping === "heads" && heads;
    const [number, verb] = by_heads ? [here + Number(heads.value), "came"] : [`${marked.length} of ${all.length}`, "marked"];
    said.replaceChildren(make("strong", { textContent: number }), ` ${verb}. ${words} `);
    const was = [...strip.querySelectorAll("form, [data-undo]")], held = was.some((old) => old.contains(document.activeElement));
    for (const old of was) old.remove();
    const left = all.filter((line) => !line.dataset.mark), unmarked = document.querySelector("#closing [data-unmarked]");
    if (unmarked) {
      const names = left.slice(0, 12).map((line) => line.querySelector(".lead").textContent).join(", ");
      unmarked.hidden = !left.length;
      unmarked.querySelector("strong").textContent = `${left.length} not marked:`;
      unmarked.querySelector("span").textContent = names + (left.length > 12 ? ` and ${left.length - 12} more` : "");
    }
    if (!undo) return;
    const button = make("button", { type: "button", className: "link", textContent: " Undo" });
    button.prepend(document.getElementById("said-icons").content.lastElementChild.cloneNode(true));
    button.dataset.undo = "";
    button.addEventListener("click", undo, { once: true });
    said.after(button);
    if (held) button.focus({ preventScroll: true });  // whoever goes by keyboard stays at the way back
  };
  const countAlso = (words) => {
    const said = document.querySelector("#strip [role=status]");
    if (!said) return;
    said.querySelector("[aria-hidden]")?.remove();
    const also = make("span", { textContent: words });
    also.setAttribute("aria-hidden", "true");  // the region at the top says it once, not with every mark
    said.append(also);
  };

  const readHeads = (form, button) => {
    const typed = NUMBERS.map((name) => form.elements[name].value.trim() || "0");
    if (!typed.every((number) => /^\d{1,4}$/.test(number))) return null;
    const heads = Object.fromEntries(NUMBERS.map((name, at) => [name, Number(typed[at])]));
    const step = button?.name === "step" ? button.value : "", name = step.slice(1);
    if (step) heads[name] = Math.max(0, heads[name] + (step[0] === "+" ? 1 : -1));
    if (step[0] === "+") heads.people = Math.max(...Object.values(heads));
    if (step === "-people") for (const each of NUMBERS) heads[each] = Math.min(heads[each], heads.people);
    const right = heads.people <= MOST_HEADS && heads.new <= heads.people && heads.referred <= heads.people;
    return right ? { kind: "heads", ...heads, seen: Number(form.elements.seen.value) } : null;
  };
  const readName = (form, button) => {
    const called = (form.elements.might_come ? button.textContent : form.elements.called.value).trim().replace(/\s+/g, " ");
    const is_name = called && called.length <= MOST_LETTERS && !called.includes("@") && called.replace(/\D/g, "").length < MOST_DIGITS;
    return is_name ? { kind: "walk-in", called } : null;
  };

  // What pressing this button of this form says, or null when it is not for us: then it is a plain form.
  const read = (form, button) => {
    const line = form.closest(".line");
    if (line && button?.name === "mark") return { kind: "mark", who: line.dataset.who, mark: button.value || null, seen: Number(line.dataset.version) };
    if (form.id === "heads") return readHeads(form, button);
    return form.getAttribute("action")?.endsWith("/walk-ins") ? readName(form, button) : null;
  };

  // Why what was typed is not taken, where no server can say it
  const wrong = (form) => {
    if (form.id === "heads") return `Give numbers from 0 to ${MOST_HEADS}: new people, and people who were sent, are part of all the people.`;
    return form.id === "walk-in" ? "Just a first name, please: no number and no address." : "";
  };

  const narrow = (wanted) => {
    for (const line of document.querySelectorAll("#register > .line")) line.hidden = !line.dataset.name.includes(wanted);
  };

  return { of, nameOf, draw, answered, count, countAlso, read, wrong, narrow };
})();
