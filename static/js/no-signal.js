// With no signal a browser puts a page of its own in place of what was typed: a form that is to be sent stays here.
document.addEventListener("submit", (event) => {
  "use strict";
  const region = document.getElementById("flash");
  if (event.defaultPrevented || navigator.onLine || event.target.method !== "post" || !region) return;
  event.preventDefault();
  const box = document.createElement("div"), line = document.createElement("p");
  box.className = "flash warn";
  line.textContent = "There is no signal. What you typed is still here: send it when there is one.";
  box.append(line);
  region.replaceChildren(box);
  region.scrollIntoView({ block: "nearest" });
});
