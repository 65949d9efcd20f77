/** A small xorshift: the same seed gives the same numbers on every machine. Values in 0…1, 1 excluded. */
export function randomOf(seed: number): () => number {
  let state = (Math.trunc(seed) ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
