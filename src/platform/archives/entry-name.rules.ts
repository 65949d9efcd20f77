/**
 * Whether a name in an archive could lead anywhere but into the folder it is unpacked in: absolute, with a drive, with
 * `..`, with a character no path may have, or empty. Names have `/` between folders.
 */
export function entryNameFault(name: string): boolean {
  if (name === '' || name.startsWith('/') || /^[a-z]:/i.test(name)) return true;
  return /\p{Cc}|\\/u.test(name) || name.split('/').includes('..');
}
