// Passkeys: the browser is asked, its answer is put into an ordinary form, and the form is sent.
(() => {
  "use strict";
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

  const ask = async (options) => {
    if (!options.user) {
      const publicKey = { ...options, challenge: toBytes(options.challenge), allowCredentials: known(options.allowCredentials) };
      return navigator.credentials.get({ publicKey });
    }
    const user = { ...options.user, id: toBytes(options.user.id) };
    const publicKey = { ...options, user, challenge: toBytes(options.challenge), excludeCredentials: known(options.excludeCredentials) };
    return navigator.credentials.create({ publicKey });
  };

  const told = ({ id, rawId, type, response }) => {
    const said = { clientDataJSON: toText(response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) said[part] = toText(response[part]);
    }
    if (response.getTransports) said.transports = response.getTransports();
    return JSON.stringify({ id, rawId: toText(rawId), type, response: said });
  };

  const why = ({ name }) => ({
    NotAllowedError: "That was stopped, or it took too long. Press the button to try again.",
    InvalidStateError: "This device has a passkey for you already. Use that one, or another device.",
    SecurityError: "Passkeys do not work at this address. Open the board at its own address and try again.",
  })[name] || "That did not work. Press the button to try again, or use another way.";

  for (const form of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) break;
    const options = JSON.parse(form.dataset.passkey);
    const said = form.querySelector("[data-said]");
    form.hidden = false;
    for (const words of document.querySelectorAll("[data-no-passkey]")) words.hidden = true;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      said.hidden = true;
      try {
        form.elements.credential.value = told(await ask(options));
        form.elements.challenge.value = options.challenge;
        form.requestSubmit();
      } catch (error) {
        said.textContent = why(error);
        said.hidden = false;
      }
    });
  }

  // A second press would carry the old cookie: the first one changes it.
  for (const form of document.querySelectorAll("[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent; });
})();
