/* A form that keeps its draft on the device: written without a network, sent when there is one, never lost.
   The draft ends only on the page that says it was saved. */
const PREFIX = "renkei-draft-";
const AGAIN = 20000;
const SKIPPED = new Set(["csrfmiddlewaretoken"]);

const stored = (key) => {
  try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; }
};

const keep = (key, draft) => {
  try { localStorage.setItem(PREFIX + key, JSON.stringify(draft)); return true; } catch { return false; }
};

const values = (form) => [...new FormData(form)].filter(([name]) => !SKIPPED.has(name));

const fill = (form, fields) => {
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
    if (value && field.closest?.("details")) field.closest("details").open = true;
  }
};

export function keepDraft(root) {
  for (const done of root.querySelectorAll("[data-draft-done]")) {
    const draft = stored(done.dataset.draftDone);
    if (draft && draft.fields.some(([name, value]) => name === "draft" && value === done.dataset.draft)) {
      localStorage.removeItem(PREFIX + done.dataset.draftDone);
    }
  }
  for (const form of root.querySelectorAll("form[data-draft]")) start(form);
}

function start(form) {
  const key = form.dataset.draft;
  const status = form.querySelector("[data-draft-status]");
  const drop = form.querySelector("[data-draft-drop]");
  let timer = 0, sending = false;

  const tell = (name) => {
    status.textContent = status.dataset[name] || "";
    status.hidden = !status.textContent;
    drop.hidden = !stored(key);
  };
  const save = (waits) => {
    const before = stored(key);
    const kept = keep(key, { fields: values(form), waits: waits ?? before?.waits ?? false });
    if (kept) form.dispatchEvent(new CustomEvent("renkei:kept"));
    tell(kept ? (waits ? "waits" : "kept") : "failed");
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(send, AGAIN); };

  async function send() {
    const draft = stored(key);
    if (!draft?.waits || sending) return;
    if (!navigator.onLine) { tell("waits"); later(); return; }
    sending = true;
    tell("sending");
    let answer, text;
    try {
      answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "follow" });
      text = await answer.text();
    } catch { sending = false; tell("waits"); later(); return; }
    sending = false;
    if (answer.redirected) { location.assign(answer.url); return; }
    if (answer.status >= 500 || answer.status === 403) { tell("refused"); later(); return; }
    keep(key, { ...draft, waits: false });
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main");
    if (!main) { tell("refused"); return; }
    document.querySelector("main").replaceWith(main);
    const fresh = main.querySelector("form[data-draft]");
    if (fresh) { start(fresh); main.querySelector("[data-error-summary]")?.focus(); }
  }

  const draft = stored(key);
  const wrong = form.querySelector(".errorlist");
  if (draft && !wrong) fill(form, draft.fields);
  if (draft) tell(draft.waits ? "waits" : "kept");
  if (draft?.waits && !wrong) send();
  form.addEventListener("input", () => save(false));
  form.addEventListener("change", () => save(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(true);
    send();
  });
  drop.addEventListener("click", () => {
    localStorage.removeItem(PREFIX + key);
    form.reset();
    location.assign(form.action);
  });
  addEventListener("online", send);
}
