// Taken out once: these run a dozen times a pixel.
const { floor, imul } = Math;

/** A number in [0, 1) that depends on the two integers alone. */
export function noise(a: number, b: number): number {
  let hash = imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ imul(b ^ 0xc2b2ae35, 0x27d4eb2f);
  hash = imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** The same without steps, in patches about one unit wide. */
export function smoothNoise(x: number, y: number): number {
  const [column, row] = [floor(x), floor(y)];
  const [sx, sy] = [eased(x - column), eased(y - row)];
  const top = mixed(noise(column, row), noise(column + 1, row), sx);
  return mixed(top, mixed(noise(column, row + 1), noise(column + 1, row + 1), sx), sy);
}

export function mixed(one: number, other: number, share: number): number {
  return one + (other - one) * share;
}

function eased(share: number): number {
  return share * share * (3 - 2 * share);
}
