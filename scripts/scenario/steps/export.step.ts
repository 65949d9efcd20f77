import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Cast, expectStatus, must, type Stage } from '../stage.js';

interface Export {
  readonly id: string;
  readonly state: string;
  readonly sha256: string | null;
}

interface Finding {
  readonly state: string;
  readonly claim: string;
  readonly words: string;
}

const LOOKS = 120;
const LOOK_MS = 250;
const MOST_BYTES = 16 * 1024 * 1024;

/** Step 8: the case's evidence goes to a court, and a program that knows nothing of the service checks it. */
export async function giveAway({ handler }: Cast, { caseId, say }: Pick<Stage, 'caseId' | 'say'>): Promise<void> {
  const asked = await handler.post<Export>('/exports', { caseId, purpose: '移送法院' });
  const { id } = expectStatus(asked, 201, 'the export');
  let made = asked.body;
  for (let look = 0; made.state === 'waiting' && look < LOOKS; look += 1) {
    await wait(LOOK_MS);
    made = expectStatus(await handler.get<Export>(`/exports/${id}`), 200, 'the export');
  }
  must(made.state === 'ready', 'the export is made', made);
  say(`packed as ${id}, sha256 ${made.sha256}`);
  const { keys } = expectStatus(await handler.get<{ keys: { verifier: string }[] }>('/log/keys'), 200, 'the keys');
  const findings = await verify(await fetched(handler, id), keys[0]?.verifier ?? '');
  const failed = findings.filter(({ state }) => state === 'failed');
  must(failed.length === 0, 'nothing in the export fails', failed);
  const count = (wanted: string): number => findings.filter(({ state }) => state === wanted).length;
  say(`skydocket-verify.mjs: ${count('proven')} proven, 0 failed, ${count('not provable here')} not provable here`);
  for (const { state, claim, words } of findings) if (state !== 'proven') say(`  ${state}: ${claim}: ${words}`);
}

async function fetched({ url, token }: Cast['handler'], id: string): Promise<Buffer> {
  const answer = await fetch(`${url}/api/v1/exports/${id}/bag`, { headers: { authorization: `Bearer ${token}` } });
  must(answer.status === 200, `the bag: expected 200, came ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** In a process of its own, from a folder of its own. */
async function verify(bag: Buffer, key: string): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'skydocket-export-'));
  try {
    const path = join(folder, 'export.zip');
    await writeFile(path, bag);
    const program = join(process.cwd(), 'skydocket-verify.mjs');
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [program, path, '--key', key, '--json'], { maxBuffer: MOST_BYTES });
    return (JSON.parse(stdout) as { findings: Finding[] }).findings;
  } finally {
    await rm(folder, { recursive: true });
  }
}
