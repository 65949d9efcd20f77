import { autelDialect } from './autel.dialect.js';
import { rejected, type Dialect, type DialectResult } from './dialect.js';
import { djiDialect } from './dji.dialect.js';
import { skydocketDialect } from './skydocket.dialect.js';

/** First owner reads: Autel uses DJI's topics and is known by its serials, so it is asked before DJI. */
const DIALECTS: readonly Dialect[] = [autelDialect, djiDialect, skydocketDialect];

/** The message in the words of the house. Pure; never throws; `receivedAt` is the broker's receipt. */
export function readMessage(topic: string, payload: Buffer, receivedAt: Date): DialectResult {
  const dialect = DIALECTS.find((candidate) => candidate.owns(topic));
  if (!dialect) return rejected('UNKNOWN_TOPIC', 'a topic of no dialect');
  return dialect.read(topic, payload, receivedAt);
}

const NAMED_TOPIC = /^(?:(?:sys|thing)\/product|skydocket\/v1)\/([^/]+)\/./;

/** The serial or asset code whose topic this is; null for topics of no dialect. */
export function nameInTopic(topic: string): string | null {
  return NAMED_TOPIC.exec(topic)?.[1] ?? null;
}
