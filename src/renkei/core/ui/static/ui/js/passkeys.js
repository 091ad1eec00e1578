/* Passkeys: the browser's own ceremony; a page works by password and code without it. */
const bytes = (text) => Uint8Array.from(
  atob(text.replace(/-/g, "+").replace(/_/g, "/")),
  (letter) => letter.charCodeAt(0),
);

const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable({ publicKey }) {
  const named = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  const asked = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) {
    asked.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    asked.excludeCredentials = named(publicKey.excludeCredentials);
  } else {
    asked.allowCredentials = named(publicKey.allowCredentials);
  }
  return { publicKey: asked };
}

function sendable(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  });
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.askedAt, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options;
}

async function answered(form) {
  const said = form.querySelector('[role="status"]');
  said.textContent = "";
  try {
    const asked = readable(await options(form));
    const credential = await navigator.credentials[form.dataset.passkey](asked);
    form.elements.credential.value = sendable(credential);
    form.submit();
  } catch {
    said.textContent = form.dataset.failed;
  }
}

export function passkeys(root) {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const part of root.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
  for (const part of root.querySelectorAll("[data-without-passkeys]")) part.hidden = true;
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answered(form);
    });
  }
}
