/* "/" goes to the search field, "?" opens the help. Off where <body data-shortcuts="off"> (WCAG 2.1.4). */
const typing = (element) => element?.closest?.("input, textarea, select, [contenteditable]");

export function shortcuts(root) {
  const help = root.getElementById("help");
  for (const opener of root.querySelectorAll("[data-opens-help]")) {
    if (!help) continue;
    opener.hidden = false;
    opener.addEventListener("click", () => help.showModal());
  }
  if (root.body.dataset.shortcuts === "off") return;
  for (const hint of root.querySelectorAll("[data-shortcut-hint]")) hint.hidden = false;
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "/") {
      const field = root.querySelector("[data-search]");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "?" && help && !help.open) {
      event.preventDefault();
      help.showModal();
    }
  });
}
