/* What is typed into a long form is kept on the server while it is typed; sending is another step. */
const PAUSE = 1500;

const typed = (form) => {
  const data = new FormData(form);
  for (const field of form.querySelectorAll("input[type=file]")) data.delete(field.name);
  return data;
};

export function autosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    const status = form.querySelector("[data-autosave-status]");
    let timer = 0, unsaved = false, sending = false;
    const save = async () => {
      unsaved = false;
      let kept = false;
      try {
        const headers = { Accept: "application/json" };
        kept = (await fetch(form.dataset.autosave, { method: "POST", body: typed(form), headers })).ok;
      } catch { /* no connection: what is typed is still here, and leaving is warned about */ }
      if (status) status.textContent = kept ? status.dataset.saved : status.dataset.failed;
      if (kept && !unsaved) form.dispatchEvent(new CustomEvent("renkei:kept"));
      if (!kept) unsaved = true;
    };
    form.addEventListener("input", () => {
      unsaved = true;
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", () => { sending = true; clearTimeout(timer); });
    addEventListener("pageshow", () => { sending = false; });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || !unsaved || sending) return;
      clearTimeout(timer);
      navigator.sendBeacon(form.dataset.autosave, typed(form));
    });
  }
}
