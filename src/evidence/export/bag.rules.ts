import type { Digests } from '../../platform/index.js';

/** Digests of one file of a bag: what its three lists name. */
export interface BagDigests extends Digests {
  readonly sha512: string;
}

export interface BagFile extends BagDigests {
  /** From the bag's folder, with `/` between folders. */
  readonly path: string;
}

export const BAG_ALGORITHMS = ['sha256', 'sha512', 'sm3'] as const;
export type BagAlgorithm = (typeof BAG_ALGORITHMS)[number];

/** RFC 8493, 2.1.1. */
export const BAG_DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** First line of the text that is signed: no other signed text of an installation begins like it. */
const SEAL_TITLE = 'skydocket export/v1';

export function isPayload({ path }: Pick<BagFile, 'path'>): boolean {
  return path.startsWith('data/');
}

/** A list of digests as coreutils check it, by path; line ends and percent signs in paths are escaped (RFC 8493, 2.1.3). */
export function manifestText(algorithm: BagAlgorithm, files: readonly BagFile[]): string {
  return byPath(files)
    .map((file) => `${file[algorithm]}  ${escapedPath(file.path)}\n`)
    .join('');
}

/** Total bytes and number of the payload's files (RFC 8493, 2.2.2). */
export function payloadOxum(files: readonly BagFile[]): string {
  const payload = files.filter(isPayload);
  return `${payload.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)}.${payload.length}`;
}

/** `bag-info.txt`; a line of text must not look like two. */
export function bagInfoText(facts: readonly (readonly [label: string, value: string])[]): string {
  return facts.map(([label, value]) => `${label}: ${value.replaceAll(/\s+/g, ' ').trim()}\n`).join('');
}

export interface SealFacts {
  readonly exportId: string;
  readonly origin: string;
  readonly madeAt: Date;
}

/** What the office signs: which export it is, and every file in it. */
export function sealText({ exportId, origin, madeAt }: SealFacts, files: readonly BagFile[]): string {
  const head = [SEAL_TITLE, `origin ${origin}`, `export ${exportId}`, `made ${madeAt.toISOString()}`, ''];
  return `${head.join('\n')}\n${manifestText('sha256', files)}`;
}

/** Code unit order: the same list on every machine. */
function byPath(files: readonly BagFile[]): BagFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

function escapedPath(path: string): string {
  return path.replaceAll('%', '%25').replaceAll('\n', '%0A').replaceAll('\r', '%0D');
}
