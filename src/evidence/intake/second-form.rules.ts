/** How much of a file's end holds the directory of an archive, whatever comment it has. */
export const TAIL_BYTES = 66_000;

const DIRECTORY_END = Buffer.from('504b0506', 'hex');
const DIRECTORY_END_BYTES = 22;
const MARKUP = /<(?:html|script|iframe|svg)[\s>]/i;

/**
 * Whether a picture is another thing as well to whoever opens it so: an archive by its end, or a page by
 * what stands in its first or last bytes. Such a file is kept as it is, and never served as anything a browser runs.
 */
export function hasSecondForm(head: Buffer, tail: Buffer): boolean {
  return endsAsArchive(tail) || [head, tail].some((bytes) => MARKUP.test(bytes.toString('latin1')));
}

function endsAsArchive(tail: Buffer): boolean {
  const at = tail.lastIndexOf(DIRECTORY_END);
  if (at < 0 || at + DIRECTORY_END_BYTES > tail.length) return false;
  return at + DIRECTORY_END_BYTES + tail.readUInt16LE(at + 20) === tail.length;
}
