// Reads and writes the sections of a WebAssembly binary that name things: imports and exports.

const IMPORT = 2;
const EXPORT = 7;
const [FUNCTION, TABLE, MEMORY, GLOBAL, TAG] = [0, 1, 2, 3, 4];

/** The binary with its imports renamed by `rename(module, name)` and without the exports that `drops(name)` says to leave out. */
export function renameAndDrop(binary, rename, drops) {
  const out = [binary.subarray(0, 8)];
  for (let at = 8; at < binary.length; ) {
    const reader = new Reader(binary, at + 1);
    const size = reader.number();
    const end = reader.at + size;
    const id = binary[at];
    const content = id === IMPORT ? imports(reader, rename) : id === EXPORT ? exports(reader, drops) : binary.subarray(reader.at, end);
    out.push(Buffer.of(id), number(content.length), content);
    at = end;
  }
  return Buffer.concat(out);
}

function imports(reader, rename) {
  const count = reader.number();
  const out = [number(count)];
  for (let i = 0; i < count; i++) {
    const [module, name] = [reader.name(), reader.name()];
    const from = reader.at;
    const kind = reader.byte();
    if (kind === FUNCTION) reader.number();
    else if (kind === TABLE) reader.skip(1).limits();
    else if (kind === MEMORY) reader.limits();
    else if (kind === GLOBAL) reader.skip(2);
    else if (kind === TAG) reader.skip(1).number();
    else throw new Error(`import of an unknown kind: ${kind}`);
    out.push(text(module), text(rename(module, name)), reader.bytes.subarray(from, reader.at));
  }
  return Buffer.concat(out);
}

function exports(reader, drops) {
  const kept = [];
  for (let left = reader.number(); left > 0; left--) {
    const name = reader.name();
    const from = reader.at;
    reader.skip(1).number();
    if (!drops(name)) kept.push(Buffer.concat([text(name), reader.bytes.subarray(from, reader.at)]));
  }
  return Buffer.concat([number(kept.length), ...kept]);
}

class Reader {
  constructor(bytes, at) {
    Object.assign(this, { bytes, at });
  }
  byte() {
    return this.bytes[this.at++];
  }
  skip(count) {
    this.at += count;
    return this;
  }
  /** An unsigned LEB128 number. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  name() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString("utf8", this.at - length, this.at);
  }
  limits() {
    const hasMaximum = this.byte() & 1;
    this.number();
    if (hasMaximum) this.number();
  }
}

function number(value) {
  const bytes = [];
  do {
    bytes.push((value % 128) | (value >= 128 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(bytes);
}

function text(name) {
  const bytes = Buffer.from(name);
  return Buffer.concat([number(bytes.length), bytes]);
}
