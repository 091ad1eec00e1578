/* What was typed is not lost by a slip: the browser asks before a changed form is left. */
const written = (form) => new URLSearchParams(
  [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]),
).toString();

export function warnBeforeLeaving(root) {
  const forms = [...root.querySelectorAll("form[data-warn-leaving]")].filter((form) => form.method === "post");
  const before = new Map(forms.map((form) => [form, written(form)]));
  let sending = false;
  for (const form of forms) {
    form.addEventListener("submit", () => { sending = true; });
    form.addEventListener("renkei:kept", () => before.set(form, written(form)));
  }
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    const changed = forms.some((form) => form.isConnected && written(form) !== before.get(form));
    if (changed && !sending) event.preventDefault();
  });
}

export function focusErrors(root) {
  root.querySelector("[data-error-summary]")?.focus();
}
