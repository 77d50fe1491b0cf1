// The page where a poster is made: its picture follows the form. The old one stays until the next one has come
// (htmx keeps the element, hx-preserve), and what is only for browsers without scripts stays hidden after each answer.
(() => {
  "use strict";
  document.addEventListener("htmx:afterSwap", () => {
    for (const words of document.querySelectorAll("[data-unless-script]")) words.hidden = true;
    for (const frame of document.querySelectorAll("[data-picture]")) {
      const { picture: src, alt } = frame.dataset;
      if (frame.firstElementChild.getAttribute("src") === src) continue;
      const next = Object.assign(frame.firstElementChild.cloneNode(), { src, alt });
      next.addEventListener("load", () => { if (frame.dataset.picture === src) frame.firstElementChild.replaceWith(next); });
    }
  });
})();
