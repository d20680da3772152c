// Puts functions that resemble each other side by side, which costs nothing to run and lets a compressor say most of each by
// pointing at the one before: some 15 kB of a first visit.
import { code, withFunctionNames } from "./wasm-sections.mjs";

const SHINGLE = 4;
const HASHES = 1024;
/** How much a difference in length counts beside shared content. */
const LENGTH_WEIGHT = 3;

/**
 * The binary with a name for each of its functions, which stand in the order of the names once `wasm-opt
 * --reorder-functions-by-name` has been at it: each is followed by the one of those left that resembles it most.
 */
export function namedByLikeness(binary) {
  const bodies = code(binary);
  const looks = bodies.map((body) => ({ sketch: sketch(body), length: Math.log(body.length) }));
  const ranks = new Array(bodies.length);
  const left = bodies.map((_, at) => at);
  for (let at = 0, rank = 0; left.length > 0; rank++) {
    const next = rank === 0 ? 0 : mostLike(looks, at, left);
    [at] = left.splice(next, 1);
    ranks[at] = rank;
  }
  return withFunctionNames(binary, ranks.map((rank) => String(rank).padStart(6, "0")));
}

function mostLike(looks, of, among) {
  let best = 0;
  let bestLikeness = -Infinity;
  for (let at = 0; at < among.length; at++) {
    const likeness = alike(looks[of], looks[among[at]]);
    if (likeness > bestLikeness) [best, bestLikeness] = [at, likeness];
  }
  return best;
}

function alike(one, other) {
  let same = -LENGTH_WEIGHT * Math.abs(one.length - other.length);
  for (let n = 0; n < HASHES; n++) if (one.sketch[n] === other.sketch[n]) same++;
  return same;
}

/** The least values that HASHES hash functions give for the shingles of a text: two texts share as many of them as of their shingles. */
function sketch(body) {
  const least = new Uint32Array(HASHES).fill(0xffffffff);
  for (let at = 0; at + SHINGLE <= body.length; at++) {
    let shingle = 0x811c9dc5;
    for (let i = 0; i < SHINGLE; i++) shingle = Math.imul(shingle ^ body[at + i], 0x01000193);
    for (let n = 0; n < HASHES; n++) {
      const mixed = Math.imul(shingle, Math.imul(2 * n + 1, 0x9e3779b1) | 1);
      const hash = (mixed ^ (mixed >>> 15)) >>> 0;
      if (hash < least[n]) least[n] = hash;
    }
  }
  return least;
}
