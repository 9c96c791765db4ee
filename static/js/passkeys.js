/* Passkeys: making one, signing in with one, and showing that it is still you. Where there are none, nothing shows. */

const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (known) => ({ ...known, id: fromText(known.id) });

async function make(publicKey) {
  const options = {
    ...publicKey,
    challenge: fromText(publicKey.challenge),
    user: withBytes(publicKey.user),
    excludeCredentials: (publicKey.excludeCredentials ?? []).map(withBytes),
    authenticatorSelection: {
      ...publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
  const made = await navigator.credentials.create({ publicKey: options });
  return told(made, {
    clientDataJSON: toText(made.response.clientDataJSON),
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function ask(publicKey) {
  const options = {
    ...publicKey,
    challenge: fromText(publicKey.challenge),
    allowCredentials: (publicKey.allowCredentials ?? []).map(withBytes),
  };
  const given = await navigator.credentials.get({ publicKey: options });
  return told(given, {
    clientDataJSON: toText(given.response.clientDataJSON),
    authenticatorData: toText(given.response.authenticatorData),
    signature: toText(given.response.signature),
    userHandle: given.response.userHandle ? toText(given.response.userHandle) : null,
  });
}

function told(credential, response) {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
  };
}

function optionsOnPage() {
  return JSON.parse(document.getElementById("passkey-options").textContent);
}

async function optionsFromSite(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

const deeds = {
  add: async () => make(optionsOnPage().creation_options.publicKey),
  ask: async () => ask(optionsOnPage().request_options.publicKey),
  "sign-in": async (form) => ask((await optionsFromSite(form)).request_options.publicKey),
};

/* Browsers keep passkeys for names: under a number, trying once more would never help. */
const isNumber = /^\d+(\.\d+){3}$|^\[/.test(location.hostname);
const isThisMachine = /^127\.|^\[::1\]$/.test(location.hostname);

function sayNumber(words) {
  words.textContent = words.dataset.byNumber;
  words.hidden = false;
  if (!isThisMachine) return;
  const link = document.createElement("a");
  link.href = location.href.replace(location.hostname, "localhost");
  link.textContent = link.host;
  words.append(" ", link);
}

async function fill(form) {
  const words = form.querySelector("[role=alert]");
  words.hidden = true;
  if (isNumber) {
    sayNumber(words);
    delete form.dataset.sent;
    return;
  }
  try {
    const credential = await deeds[form.dataset.passkey](form);
    form.elements.namedItem("credential").value = JSON.stringify(credential);
    form.submit();
  } catch {
    words.textContent = form.dataset.failed;
    words.hidden = false;
    delete form.dataset.sent;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      fill(form);
    });
  }
}
