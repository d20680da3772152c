// Reads and writes the sections of a WebAssembly binary that name things: imports, exports, names of functions.

const [CUSTOM, IMPORT, EXPORT, CODE] = [0, 2, 7, 10];
const FUNCTION_NAMES = 1;
const [FUNCTION, TABLE, MEMORY, GLOBAL, TAG] = [0, 1, 2, 3, 4];

/** The binary with its imports renamed by `rename(module, name)` and without the exports that `drops(name)` says to leave out. */
export function renameAndDrop(binary, rename, drops) {
  const out = [binary.subarray(0, 8)];
  for (const { id, reader, content } of sections(binary)) {
    const changed = id === IMPORT ? imports(reader, rename) : id === EXPORT ? exports(reader, drops) : content;
    out.push(section(id, changed));
  }
  return Buffer.concat(out);
}

/** The bodies of a binary's own functions. */
export function code(binary) {
  const reader = sections(binary).find(({ id }) => id === CODE)?.reader;
  if (!reader) return [];
  return Array.from({ length: reader.number() }, () => {
    const length = reader.number();
    return reader.skip(length).bytes.subarray(reader.at - length, reader.at);
  });
}

/** The binary with names for its own functions, in their order. */
export function withFunctionNames(binary, names) {
  const imported = sections(binary).find(({ id }) => id === IMPORT)?.reader;
  const before = imported ? entries(imported).filter(({ kind }) => kind === FUNCTION).length : 0;
  const map = Buffer.concat([number(names.length), ...names.flatMap((name, at) => [number(before + at), text(name)])]);
  return Buffer.concat([binary, section(CUSTOM, Buffer.concat([text("name"), section(FUNCTION_NAMES, map)]))]);
}

function sections(binary) {
  const found = [];
  for (let at = 8; at < binary.length; ) {
    const reader = new Reader(binary, at + 1);
    const size = reader.number();
    found.push({ id: binary[at], reader, content: binary.subarray(reader.at, reader.at + size) });
    at = reader.at + size;
  }
  return found;
}

function section(id, content) {
  return Buffer.concat([Buffer.of(id), number(content.length), content]);
}

function imports(reader, rename) {
  const all = entries(reader).map(({ module, name, rest }) => Buffer.concat([text(module), text(rename(module, name)), rest]));
  return Buffer.concat([number(all.length), ...all]);
}

function entries(reader) {
  return Array.from({ length: reader.number() }, () => {
    const [module, name] = [reader.name(), reader.name()];
    const from = reader.at;
    const kind = reader.byte();
    if (kind === FUNCTION) reader.number();
    else if (kind === TABLE) reader.skip(1).limits();
    else if (kind === MEMORY) reader.limits();
    else if (kind === GLOBAL) reader.skip(2);
    else if (kind === TAG) reader.skip(1).number();
    else throw new Error(`import of an unknown kind: ${kind}`);
    return { module, name, kind, rest: reader.bytes.subarray(from, reader.at) };
  });
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
