// CSV as RFC 4180 has it; throws at what it does not allow.

/** Rows of cells. */
export function readCsv(text) {
  const rows = [];
  let row = [];
  for (let at = 0; at < text.length; ) {
    let cell = "";
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error("a quoted cell without end");
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      at++;
    } else {
      while (at < text.length && text[at] !== "," && text[at] !== "\r") cell += text[at++];
      if (/["\n]/.test(cell)) throw new Error(`a bare cell with ${JSON.stringify(cell)}`);
    }
    row.push(cell);
    if (text[at] === ",") at++;
    else if (text.startsWith("\r\n", at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`no end of cell or line at ${at}`);
  }
  if (row.length > 0) throw new Error("the last line has no end");
  return rows;
}
