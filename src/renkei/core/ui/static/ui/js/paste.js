/* A block copied from a table programme goes into the fields to the right and below. The texts stay as they were:
   the server reads thousands separators, full-width digits and △. Too large a block changes nothing. */
export function pasteBlocks(root) {
  for (const table of root.querySelectorAll("table[data-paste]")) listen(table, root.getElementById(table.dataset.paste));
  for (const hint of root.querySelectorAll("[data-pastes]")) hint.hidden = false;
}

function listen(table, message) {
  const [said, undo] = [message.querySelector("p"), message.querySelector("button")];
  let before = [];
  const tell = (words, tone) => {
    said.textContent = words;
    message.className = `message ${tone} spaced`;
    message.hidden = false;
    undo.hidden = !before.length;
  };

  table.addEventListener("paste", (event) => {
    const block = rowsOf(event.clipboardData.getData("text/plain"));
    const grid = fieldsOf(table);
    const top = grid.findIndex((row) => row.includes(event.target));
    if (top < 0 || (block.length < 2 && (block[0] ?? []).length < 2)) return;
    event.preventDefault();
    const left = grid[top].indexOf(event.target);
    const size = { rows: block.length, columns: Math.max(...block.map((row) => row.length)) };
    const room = { roomRows: grid.length - top, roomColumns: grid[top].length - left };
    before = [];
    if (size.rows > room.roomRows || size.columns > room.roomColumns) {
      tell(filled(message.dataset.tooLarge, { ...size, ...room }), "late");
      return;
    }
    block.forEach((row, down) => row.forEach((text, right) => {
      const field = grid[top + down][left + right];
      if (!text.trim() || field.value === text.trim()) return;
      before.push([field, field.value]);
      put(field, text.trim());
    }));
    tell(filled(message.dataset.filled, { ...size, count: before.length }), "info");
  });

  undo.addEventListener("click", () => {
    const first = before[0]?.[0];
    for (const [field, value] of before) put(field, value);
    before = [];
    tell(message.dataset.undone, "info");
    first?.focus();
  });
}

const fieldsOf = (table) => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);

const put = (field, value) => {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString());

/* Rows end with a line, cells with a tab; a cell that holds either is in quotes, in which "" is one. */
function rowsOf(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  const last = rows.at(-1);
  if (rows.length > 1 && last.length < 2 && !last[0]) rows.pop();
  return rows;
}
