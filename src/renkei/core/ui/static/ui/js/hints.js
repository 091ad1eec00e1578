/* What a text still lacks, said while it is typed: the rules are the server's, this only asks them. */
const PAUSE = 900;

export function hintsWhileTyping(root) {
  for (const form of root.querySelectorAll("form[data-ask-hints]")) {
    const text = form.elements.namedItem("problem");
    const box = form.querySelector("[data-hints]");
    if (!text || !box) continue;
    const list = box.querySelector("ul");
    box.setAttribute("role", "status");
    let timer = 0, asked = 0;
    const ask = async () => {
      const mine = ++asked;
      const body = new FormData();
      for (const name of ["csrfmiddlewaretoken", "problem", "wanted_by"]) {
        body.set(name, form.elements.namedItem(name)?.value ?? "");
      }
      try {
        const answer = await fetch(form.dataset.askHints, { method: "POST", body });
        if (!answer.ok || mine !== asked) return;
        const { hints } = await answer.json();
        list.replaceChildren(...hints.map((said) => Object.assign(document.createElement("li"), { textContent: said })));
        box.hidden = hints.length === 0;
      } catch { /* no connection: the same is said after sending */ }
    };
    form.addEventListener("input", (event) => {
      if (event.target !== text && event.target.name !== "wanted_by") return;
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
}
