import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { genesisHash, hashFact } from '../../src/command/events/event-chain.js';
import { Helper, isProgram, serve } from '../support/helper.js';

export interface BareWriterLogIn {
  readonly sessionId: string;
  readonly userId: string;
}

type WriterRequest =
  | { readonly kind: 'open'; readonly databaseUrl: string; readonly writers: readonly BareWriterLogIn[] }
  | { readonly kind: 'burst'; readonly each: number };

/**
 * The shortest honest program: a connection a writer, and for each command one transaction that takes the session's next number
 * and writes the shape, the event with its hash and the session, with statements that are parsed once.
 */
export class BareWriters {
  private readonly helper = Helper.start<WriterRequest>(new URL(import.meta.url));

  async open(databaseUrl: string, writers: readonly BareWriterLogIn[]): Promise<void> {
    await this.helper.ask({ kind: 'open', databaseUrl, writers });
  }

  /** @returns transactions a second */
  burst(each: number): Promise<number> {
    return this.helper.ask({ kind: 'burst', each });
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

interface Lane extends BareWriterLogIn {
  readonly client: pg.Client;
  readonly featureId: string;
  version: number;
}

const LOCK = `
  SELECT last_seq::float8 AS "lastSeq", last_hash AS "lastHash", updated_at FROM command_session WHERE id = $1 FOR UPDATE`;
const DRAW = `
  INSERT INTO map_feature (session_id, feature_id, version, seq, kind, geometry, details, label, scope, author_user_id,
    created_at, updated_at, positions)
  VALUES ($1, $2, $3, $4, 'point', $5, '{}', $6, $7, $8, $9, $9, 1)
  ON CONFLICT (session_id, feature_id) DO UPDATE SET version = $3, seq = $4, geometry = $5, label = $6, updated_at = $9`;
const RECORD = `
  WITH recorded AS (
    INSERT INTO session_event
      (session_id, seq, cmd_id, type, actor, occurred_at, recorded_at, scope, payload, prev_hash, hash)
    VALUES ($1, $2, $3, 'map.put', $4, $5, $5, $6, $7, $8, $9))
  UPDATE command_session SET last_seq = $2, last_hash = $9, updated_at = $5 WHERE id = $1`;

const lanes: Lane[] = [];
let turns = 0;

async function open(databaseUrl: string, writers: readonly BareWriterLogIn[]): Promise<void> {
  for (const writer of writers) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    lanes.push({ ...writer, client, featureId: randomUUID(), version: 0 });
  }
}

async function draw(lane: Lane): Promise<void> {
  const { client, sessionId, userId, featureId } = lane;
  turns += 1;
  lane.version += 1;
  const geometry = { type: 'Point', coordinates: [116.5, 37 + (turns % 1_000) / 1_000] };
  const scope = { kind: 'ALL' };
  const actor = {
    userId,
    name: '沧州市院承办检察官',
    unitId: sessionId,
    unitName: '沧州市人民检察院',
    tier: 'city',
    role: 'field_member',
  };
  await client.query({ name: 'begin', text: 'BEGIN' });
  const { rows } = await client.query<{ lastSeq: number; lastHash: Buffer }>({
    name: 'lock',
    text: LOCK,
    values: [sessionId],
  });
  const seq = (rows[0]?.lastSeq ?? 0) + 1;
  const at = new Date().toISOString();
  const payload = { featureId, geometry, label: '排污口', version: lane.version, kind: 'point' };
  const fact = { seq, type: 'map.put', actor, occurredAt: at, recordedAt: at, scope, payload };
  const prevHash = rows[0]?.lastHash ?? genesisHash(sessionId);
  const [words, sight] = [JSON.stringify(payload), JSON.stringify(scope)];
  await client.query({
    name: 'draw',
    text: DRAW,
    values: [sessionId, featureId, lane.version, seq, JSON.stringify(geometry), payload.label, sight, userId, at],
  });
  await client.query({
    name: 'record',
    text: RECORD,
    values: [
      sessionId,
      seq,
      randomUUID(),
      JSON.stringify(actor),
      at,
      sight,
      words,
      prevHash,
      Buffer.from(hashFact(prevHash, fact)),
    ],
  });
  await client.query({ name: 'commit', text: 'COMMIT' });
}

async function burst(each: number): Promise<number> {
  const begun = performance.now();
  await Promise.all(
    lanes.map(async (lane) => {
      for (let turn = 0; turn < each; turn += 1) await draw(lane);
    }),
  );
  return (lanes.length * each * 1_000) / (performance.now() - begun);
}

if (isProgram(import.meta.url))
  serve(async (asked) => {
    const request = asked as WriterRequest;
    return request.kind === 'open' ? open(request.databaseUrl, request.writers) : burst(request.each);
  });
