/* Row spacing of tables: the reader's choice, kept in this browser. */
const KEY = "renkei.density";

function stored() {
  try {
    return localStorage.getItem(KEY) ?? "wide";
  } catch {
    return "wide";
  }
}

function show(root, value) {
  for (const region of root.querySelectorAll("[data-density-target]")) {
    region.classList.toggle("dense", value === "dense");
  }
  for (const button of root.querySelectorAll("[data-density-value]")) {
    button.setAttribute("aria-pressed", String(button.dataset.densityValue === value));
  }
}

export function keepDensity(root) {
  const groups = root.querySelectorAll("[data-density]");
  if (!groups.length) return;
  show(root, stored());
  for (const group of groups) {
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const value = event.target.closest("[data-density-value]")?.dataset.densityValue;
      if (!value) return;
      try {
        localStorage.setItem(KEY, value);
      } catch {
        /* private browsing: the choice lasts for this page */
      }
      show(root, value);
    });
  }
}
