import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const VERIFIER = resolve('skydocket-verify.mjs');

export interface Finding {
  readonly state: 'proven' | 'failed' | 'not provable here';
  readonly claim: string;
  readonly subject: string;
  readonly words: string;
}

export interface Verdict {
  /** 0: nothing failed; 1: something did; 2: it could not be read. */
  readonly code: number;
  readonly findings: readonly Finding[];
  readonly errors: string;
}

/** Runs the program as a court would: another process, only the file itself. */
export function verify(path: string, ...options: string[]): Promise<Verdict> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [VERIFIER, path, '--json', ...options],
      { cwd: '/', maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, errors) => {
        const code = error ? Number(error.code ?? 2) : 0;
        done({ code, findings: stdout === '' ? [] : (JSON.parse(stdout) as { findings: Finding[] }).findings, errors });
      },
    );
  });
}

/** The same in this process, for trying very often. */
export async function findingsIn(path: string, key: string): Promise<readonly Finding[]> {
  const program = (await import(pathToFileURL(VERIFIER).href)) as {
    verifyBag(path: string, options: { keys: readonly string[] }): Promise<Finding[]>;
  };
  return program.verifyBag(path, { keys: [key] });
}

export const failures = (findings: readonly Finding[]): string[] =>
  findings.filter(({ state }) => state === 'failed').map(({ subject }) => subject);

/** A bag in memory, by the paths of its files: to be changed and written out again. */
export type Bag = Map<string, Buffer>;

/** Unpacks a ZIP file with a program that is not ours. */
export function unpack(zip: string, folder: string): string {
  execFileSync('python3', ['-m', 'zipfile', '-e', zip, folder]);
  const [top] = readdirSync(folder);
  if (top === undefined) throw new Error(`${zip} is empty`);
  return join(folder, top);
}

export function readBag(root: string): Bag {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1), readFileSync(path)];
    }),
  );
}

export function writeBag(bag: Bag, within: string): string {
  const root = mkdtempSync(join(within, 'bag-'));
  for (const [path, bytes] of bag) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

/** Every value of a JSON document changed in turn, and every member left out in turn. */
export function* edits(value: unknown): Generator {
  if (Array.isArray(value)) {
    for (const [at, member] of value.entries()) {
      yield value.toSpliced(at, 1);
      for (const edited of edits(member)) yield value.with(at, edited);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const { [name]: _left, ...rest } = value as Record<string, unknown>;
      yield rest;
      for (const edited of edits(member)) yield { ...value, [name]: edited };
    }
  } else
    yield typeof value === 'string'
      ? `${value}x`
      : typeof value === 'number'
        ? value + 1
        : value === null
          ? 'x'
          : !value;
}
