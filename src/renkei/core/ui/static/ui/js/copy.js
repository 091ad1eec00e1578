/* A button that puts an address on the clipboard and says so. */
export function copyLinks(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "small quiet";
    button.after(said);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
        said.textContent = ` ${root.getElementById("help")?.dataset.copied ?? "✓"}`;
      } catch {
        said.textContent = ` ${button.dataset.copy}`;
      }
    });
  }
}
