// Passkeys: the one thing of the sign-in that a browser cannot do without a script. Each form says what it wants in data-passkey
// (add, use, login); the question comes from data-options, or from data-options-url; the answer goes into the field "credential".
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function question(options) {
  const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
  if (asked.allowCredentials) asked.allowCredentials = known(asked.allowCredentials);
  if (asked.excludeCredentials) asked.excludeCredentials = known(asked.excludeCredentials);
  return { publicKey: asked };
}

function answer(credential) {
  const given = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) given[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) given.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: given,
  });
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const reply = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error(reply.status);
  return (await reply.json()).request_options;
}

function connect(form) {
  const problem = form.querySelector("[data-problem]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      const asked = question(await optionsOf(form));
      const adding = form.dataset.passkey === "add";
      const credential = await (adding ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
      form.elements.credential.value = answer(credential);
      form.submit();
    } catch {
      problem.hidden = false;
      problem.focus();
    }
  });
  form.hidden = false;
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach(connect);
  document.querySelectorAll("[data-without-passkey]").forEach((element) => (element.hidden = true));
}
