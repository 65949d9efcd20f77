import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { LOGGER, type Logger, Readiness } from '../../platform/index.js';
import { type FilmReading, filmIn, lastWords } from './film.rules.js';

const run = promisify(execFile);

const PROBE_MS = 10_000;
const POSTER_MS = 20_000;
const PRINTED_BYTES = 1024 * 1024;
const POSTER_EDGE_PIXELS = 2048;

/**
 * Which reader opens the bytes is said, never guessed by the tool: a play list in a film’s clothes would make it open other
 * files. [media types by their first bytes]
 */
const READERS = new Map([
  ['video/mp4', 'mov'],
  ['video/quicktime', 'mov'],
  ['video/x-matroska', 'matroska'],
  ['video/x-msvideo', 'avi'],
  ['video/mp2t', 'mpegts'],
]);

/**
 * Films by ffprobe and ffmpeg where the machine has them, each call in a process of its own that has no network, no
 * environment and a time limit. Without them films are kept all the same, and nothing is known of what is in them.
 */
@Injectable()
export class FilmTools implements OnModuleInit {
  private available = false;

  constructor(
    private readonly readiness: Readiness,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.available = (await answers('ffprobe')) && (await answers('ffmpeg'));
    const detail = `ffprobe and ffmpeg: ${this.available ? 'available' : 'absent'}`;
    this.readiness.include(async () => ({ name: 'films', state: this.available ? 'ok' : 'unknown', detail }));
  }

  /** Whether films of this type can be looked into here. */
  reads(mediaType: string): boolean {
    return this.available && READERS.has(mediaType);
  }

  /** Undefined when nothing could be read within the time. */
  async probe(path: string, mediaType: string): Promise<FilmReading | undefined> {
    const asked = ['-print_format', 'json', '-show_format', '-show_streams'];
    const args = [...opening(mediaType), ...asked, `file:${path}`];
    const printed = await this.ask('ffprobe', args, PROBE_MS);
    return printed === undefined ? undefined : filmIn(parsed(printed));
  }

  /** Writes one upright frame as PNG; false when there is none. */
  async poster(path: string, mediaType: string, target: string): Promise<boolean> {
    const scaled = `scale='min(${POSTER_EDGE_PIXELS},iw)':-2`;
    const one = ['-map', '0:v:0', '-frames:v', '1', '-vf', scaled, '-an', '-sn', '-dn', '-map_metadata', '-1'];
    const written = ['-c:v', 'png', '-f', 'image2', '-update', '1', `file:${target}`];
    const args = ['-nostdin', '-n', '-threads', '1', ...opening(mediaType), '-i', `file:${path}`, ...one, ...written];
    return (await this.ask('ffmpeg', args, POSTER_MS)) !== undefined;
  }

  /** What the tool prints; undefined where it fails, with its last words for those who run the service. */
  private async ask(tool: 'ffprobe' | 'ffmpeg', args: readonly string[], timeout: number): Promise<string | undefined> {
    const outcome = await call(tool, args, timeout);
    if ('printed' in outcome) return outcome.printed;
    this.logger.warn({ tool, ...outcome }, 'a film could not be looked into');
    return undefined;
  }
}

function opening(mediaType: string): readonly string[] {
  return ['-v', 'error', '-max_alloc', '536870912', '-protocol_whitelist', 'file', '-f', READERS.get(mediaType) ?? ''];
}

async function answers(name: string): Promise<boolean> {
  return 'printed' in (await call(name, ['-version'], PROBE_MS));
}

type Outcome = { readonly printed: string } | { readonly ended: string; readonly said: string | null };

async function call(name: string, args: readonly string[], timeout: number): Promise<Outcome> {
  const { PATH } = process.env;
  try {
    const options = { timeout, killSignal: 'SIGKILL' as const, maxBuffer: PRINTED_BYTES, env: { PATH } };
    return { printed: (await run(name, [...args], options)).stdout };
  } catch (error) {
    const { code, killed, signal, stderr = '' } = error as Failure;
    const ended = killed === true ? `stopped after ${timeout} ms` : String(code ?? signal ?? 'unknown');
    return { ended, said: lastWords(stderr) };
  }
}

/** What `execFile` rejects with. */
interface Failure {
  readonly code?: number | string | null;
  readonly killed?: boolean;
  readonly signal?: string | null;
  readonly stderr?: string;
}

function parsed(printed: string): unknown {
  try {
    return JSON.parse(printed) as unknown;
  } catch {
    return null;
  }
}
