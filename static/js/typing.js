// Typing up a register by keyboard: a letter marks a row, and the next one follows. Without it tab and arrows do.
(() => {
  "use strict";
  const form = document.querySelector("[data-typing]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  const boxes = [...form.querySelectorAll("[data-walk-in]")];
  const after = form.querySelector("[data-next]");
  const radios = (row) => [...row.querySelectorAll("[type=radio]")];
  const go = (row) => (row ? radios(row).find((radio) => radio.checked) || radios(row)[0] : boxes[0])?.focus();
  const words = form.querySelector("[data-keys]");
  if (words) words.hidden = false;

  // A mark that is taken away has to be said: a row in which nothing is chosen says nothing.
  const clear = (row) => {
    const name = radios(row)[0].name;
    for (const radio of radios(row)) radio.checked = false;
    const none = document.createElement("input");
    Object.assign(none, { type: "hidden", name, value: "none" });
    none.dataset.none = "";
    row.querySelector("th").append(none);
  };
  form.addEventListener("change", (event) => event.target.closest("[data-row]")?.querySelector("[data-none]")?.remove());

  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const row = event.target.closest("[data-row]");
    if (row) {
      const at = rows.indexOf(row);
      const chosen = radios(row).find((radio) => radio.dataset.key === event.key.toLowerCase());
      if (chosen) {
        chosen.checked = true;
        chosen.dispatchEvent(new Event("change", { bubbles: true }));
        go(rows[at + 1]);
      } else if (event.key === "Enter" || event.key === "ArrowDown") go(rows[at + 1]);
      else if (event.key === "ArrowUp") go(rows[Math.max(0, at - 1)]);
      else if (event.key === "Backspace" || event.key === "Delete") clear(row);
      else return;
      event.preventDefault();
    } else if (event.key === "Enter" && boxes.includes(event.target)) {
      event.preventDefault();
      const next = boxes[boxes.indexOf(event.target) + 1];
      (event.target.value.trim() && next ? next : after)?.focus();
    }
  });

  if (!document.querySelector(".errors") && !location.hash) go(rows.find((row) => !radios(row).some((radio) => radio.checked)) || rows[0]);
})();
