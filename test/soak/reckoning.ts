import pg from 'pg';
import { type DeviceBook, isImpossible } from './device-book.js';

export interface Reckoning {
  readonly acknowledged: number;
  readonly frames: number;
  readonly quarantined: number;
  /** Acknowledged and neither a frame nor in quarantine. */
  readonly lost: number;
  /** Kept more than once. */
  readonly twice: number;
  /** A frame where quarantine was due, or the other way round. */
  readonly misplaced: number;
  /** Kept with another device time than was sent, or out of the order in which it was sent. */
  readonly outOfOrder: number;
  /** Kept and never sent. */
  readonly strangers: number;
  /** Devices whose latest state is older than their last frame. */
  readonly latestBehind: number;
}

const NOTHING: Reckoning = {
  acknowledged: 0,
  frames: 0,
  quarantined: 0,
  lost: 0,
  twice: 0,
  misplaced: 0,
  outOfOrder: 0,
  strangers: 0,
  latestBehind: 0,
};

const FRAMES = `
  SELECT (extract(epoch FROM at) * 1000)::float8 AS at, (convert_from(raw, 'UTF8')::json->>'n')::integer AS number
  FROM telemetry_sample WHERE device_id = $1 AND topic = $2 ORDER BY at, seq`;
const QUARANTINED = `
  SELECT (convert_from(raw, 'UTF8')::json->>'n')::integer AS number FROM quarantine WHERE topic = $1`;
const DEVICE = `
  SELECT d.id, (extract(epoch FROM l.heard_at) * 1000)::float8 AS "heardAt"
  FROM device d LEFT JOIN device_latest l ON l.device_id = d.id WHERE d.serial = $1 OR d.asset_code = $1`;

/** Compares what was acknowledged with what the database holds, device by device. */
export async function reckon(databaseUrl: string, books: readonly DeviceBook[]): Promise<Reckoning> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let total = NOTHING;
    for (const book of books) total = sumOf(total, await reckonDevice(client, book));
    return total;
  } finally {
    await client.end();
  }
}

export function faultsOf({ lost, twice, misplaced, outOfOrder, strangers, latestBehind }: Reckoning): number {
  return lost + twice + misplaced + outOfOrder + strangers + latestBehind;
}

async function reckonDevice(client: pg.Client, book: DeviceBook): Promise<Reckoning> {
  const device = (await client.query<{ id: string; heardAt: number | null }>(DEVICE, [book.name])).rows[0];
  if (!device) throw new Error(`${book.name} is not registered`);
  const frames = (await client.query<{ at: number; number: number }>(FRAMES, [device.id, book.topic])).rows;
  const held = (await client.query<{ number: number }>(QUARANTINED, [book.topic])).rows;
  const numbers = [...frames, ...held].map(({ number }) => number);
  const kept = new Set(numbers);
  return {
    acknowledged: book.acknowledged.size,
    frames: frames.length,
    quarantined: held.length,
    lost: [...book.acknowledged].filter((number) => !kept.has(number)).length,
    twice: numbers.length - kept.size,
    misplaced:
      frames.filter(({ number }) => isImpossible(number)).length +
      held.filter(({ number }) => !isImpossible(number)).length,
    outOfOrder: frames.filter(
      ({ at, number }, index) =>
        Math.abs(at - (book.instantOf(number) ?? at)) >= 0.5 || number <= (frames[index - 1]?.number ?? -1),
    ).length,
    strangers: [...kept].filter((number) => book.instantOf(number) === undefined).length,
    latestBehind: frames.length > 0 && (device.heardAt ?? 0) + 0.5 < (frames.at(-1)?.at ?? 0) ? 1 : 0,
  };
}

function sumOf(one: Reckoning, other: Reckoning): Reckoning {
  const keys = Object.keys(one) as (keyof Reckoning)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as unknown as Reckoning;
}
