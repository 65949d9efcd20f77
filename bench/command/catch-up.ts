import pg from 'pg';
import { printHead, printRow, spread } from '../bench.types.js';
import { rounded } from '../telemetry/stage.js';
import { LateComer } from './late-comer.js';
import { type Figures, logInOf, type Stage, withService, writersAmong } from './stage.js';

const EVENTS = 10_000;

/** Lines of chat up to a number, as long as people's. */
const FILL = `
  WITH last AS (SELECT id, last_seq FROM command_session WHERE id = $1), said AS (
    INSERT INTO session_event
      (session_id, seq, cmd_id, type, actor, occurred_at, recorded_at, scope, payload, prev_hash, hash)
    SELECT last.id, seq, gen_random_uuid(), 'chat.say', e.actor, now(), now(), '{"kind":"ALL"}',
      jsonb_build_object('text', '三号排污口已到位，正在取样，水色发黑，第 ' || seq || ' 次报告'),
      sha256(('before' || seq)::bytea), sha256(seq::text::bytea)
    FROM last, generate_series(last.last_seq + 1, $2) AS seq,
      LATERAL (SELECT actor FROM session_event WHERE session_id = last.id AND seq = 1) e
    RETURNING seq)
  UPDATE command_session SET last_seq = $2 WHERE id = $1`;

/** `catchUp10kMs`: from the connecting of a client that has nothing to its having applied all of 10,000 events. */
export async function measureCatchUp(stage: Stage): Promise<Figures> {
  const [sessionId = ''] = stage.sessionIds;
  const client = new LateComer();
  const times: number[] = [];
  try {
    await withService(stage, { copy: 'bench_catch_up' }, async (_, people, databaseUrl) => {
      await fill(databaseUrl, sessionId);
      const [reader] = writersAmong(people);
      if (!reader) throw new Error('there is nobody to read');
      for (let round = -1; round < stage.rounds; round += 1) {
        const ms = await client.catchUp({ ...logInOf(reader), sessionId, events: EVENTS });
        if (round >= 0) times.push(ms);
      }
    });
  } finally {
    await client.stop();
  }
  printHead();
  printRow('10,000 events applied', spread(times), 'ms');
  return { catchUp10kMs: rounded(spread(times).median) };
}

async function fill(databaseUrl: string, sessionId: string): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await database.query(FILL, [sessionId, EVENTS]);
    await database.query('ANALYZE session_event');
  } finally {
    await database.end();
  }
}
