import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LogInstallation } from '../../support/log-installation.js';

const ROUNDS = 3;

describe('the transparency log after kill -9', () => {
  let log: LogInstallation;
  let writer: ChildProcess | undefined;

  beforeAll(async () => {
    log = await LogInstallation.create();
  });
  afterAll(async () => {
    writer?.kill('SIGKILL');
    await log.stop();
  });

  /** Lets a process write until it has said so many facts and a little longer, and kills it. What it said. */
  async function writeAndDie(least: number, longerMs: number): Promise<string[]> {
    const started = spawn(process.execPath, ['test/support/dying-log.mjs', log.database.url, log.dataDir]);
    writer = started;
    let said = '';
    let told = '';
    started.stderr.on('data', (text: Buffer) => (told += String(text)));
    await new Promise<void>((enough, failed) => {
      started.stdout.on('data', (text: Buffer) => {
        said += String(text);
        if (said.split('\n').length > least) setTimeout(enough, longerMs);
      });
      started.on('exit', () => failed(new Error(`it ended by itself: ${told}`)));
    });
    started.removeAllListeners('exit');
    started.kill('SIGKILL');
    await once(writer, 'exit');
    return said.split('\n').slice(0, -1);
  }

  it('has every fact that was committed, in a tree that is whole', async () => {
    const said: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) said.push(...(await writeAndDie(20, round * 13)));
    const one = await log.instance();
    await one.sequencer.catchUp();
    expect(await log.verify(one)).toBeGreaterThanOrEqual(said.length);
    const missing = await one.unitOfWork.read((tx) =>
      tx.query(
        `SELECT s FROM unnest($1::uuid[]) AS s WHERE NOT EXISTS (
           SELECT FROM log_entry e JOIN log_leaf USING (leaf_hash) WHERE e.subject_id = s)`,
        [said],
      ),
    );
    expect(said.length).toBeGreaterThanOrEqual(ROUNDS * 20);
    expect(missing).toEqual([]);
  }, 120_000);
});
