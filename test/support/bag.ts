import { execFile, execFileSync } from 'node:child_process';
import type { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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

export interface VerifyOptions {
  readonly keys?: readonly string[];
  /** Files of certificates. */
  readonly authorities?: readonly string[];
}

interface OpenedBag {
  readonly root: string;
  names: string[];
  lengthOf(name: string): number;
  stream(name: string): Promise<Iterable<Buffer> | AsyncIterable<Buffer>>;
  digestsOf(name: string, algorithms: readonly string[]): Promise<object>;
}

interface Program {
  readonly FolderBag: new (root: string) => OpenedBag;
  verifyOpened(bag: OpenedBag, options: VerifyOptions): Promise<Finding[]>;
  checkToken(token: Buffer, stamped: Buffer, authorities: readonly X509Certificate[]): TokenVerdict;
}

export interface TokenVerdict {
  readonly state: Finding['state'];
  readonly words: string;
  readonly at?: Date;
}

/** The program's own functions, in this process, for trying very often. */
export async function program(): Promise<Program> {
  return (await import(pathToFileURL(VERIFIER).href)) as Program;
}

/** An unpacked bag, tried with files changed, left out or added; what is unchanged is read once for all tries. */
export class TriedBag {
  readonly files: Bag;
  private readonly whole: OpenedBag;
  private readonly digests = new Map<string, object>();

  private constructor(
    private readonly code: Program,
    root: string,
    private readonly options: VerifyOptions,
  ) {
    this.files = readBag(root);
    this.whole = new code.FolderBag(root);
  }

  static async open(root: string, options: VerifyOptions): Promise<TriedBag> {
    return new TriedBag(await program(), root, options);
  }

  /** What is found in the bag with these files instead; null: the file is left out. */
  async findings(changes: ReadonlyMap<string, Buffer | null> = new Map()): Promise<readonly Finding[]> {
    const bag = Object.create(this.whole) as OpenedBag;
    const read = bag.digestsOf.bind(bag);
    const bytesOf = (name: string): Buffer => changes.get(name) ?? this.files.get(name) ?? Buffer.alloc(0);
    bag.names = [...new Set([...this.files.keys(), ...changes.keys()])].filter((name) => changes.get(name) !== null);
    bag.lengthOf = (name) => bytesOf(name).length;
    bag.stream = async (name) => [bytesOf(name)];
    bag.digestsOf = async (name, algorithms) => {
      const known = changes.has(name) ? undefined : this.digests.get(name);
      const digests = known ?? (await read(name, algorithms));
      if (!changes.has(name)) this.digests.set(name, digests);
      return digests;
    };
    return this.code.verifyOpened(bag, this.options);
  }

  /** Names of what is found to be wrong then. */
  async refuted(changes: ReadonlyMap<string, Buffer | null>): Promise<string[]> {
    return failures(await this.findings(changes));
  }
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
