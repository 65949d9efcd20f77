/** The text of C2SP's tlog-checkpoint: what is signed of a tree. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const SIZE = /^(0|[1-9][0-9]*)$/;

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** Null for what is no checkpoint. Lines of extensions are let pass. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin, size, root, ...rest] = text.split('\n');
  if (!origin || size === undefined || root === undefined || rest.at(-1) !== '') return null;
  if (!SIZE.test(size) || !Number.isSafeInteger(Number(size)) || rest.slice(0, -1).includes('')) return null;
  const hash = Buffer.from(root, 'base64');
  return hash.length === 32 && hash.toString('base64') === root ? { origin, size: Number(size), root: hash } : null;
}
