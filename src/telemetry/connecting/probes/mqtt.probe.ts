import { randomUUID } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { connect, type IClientOptions, MqttClient } from 'mqtt';
import type { Outcome } from '../connection-step.rules.js';
import { speaksTls } from './network.probe.js';
import { authority, MOST_BYTES, pinned, reasonOf, STEP_MS, type Target, TooLate, within } from './target.js';

/** As whom the line is tried. */
interface TriedLine {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** Whose topics it speaks on. */
  readonly serial: string;
}

/** It asks for something that changes nothing, and that the service always answers. */
const QUESTION = 'flight_areas_get';

/** Everything that a controller does with its line: log in, listen, ask, be acknowledged, be answered. */
export async function tryMqtt(target: Target, line: TriedLine): Promise<Outcome> {
  const at = { host: target.host, port: target.port, scheme: target.scheme };
  const client = open(target, line);
  try {
    const connectMs = await timed(connected(client));
    return await spoken(client, line, { ...at, connectMs });
  } catch (error) {
    if (await speaksTls(target)) return { code: 'MQTT_SPEAKS_TLS', facts: at };
    return refusal(error, at);
  } finally {
    client.end(true);
  }
}

function open(target: Target, { clientId, username, password }: TriedLine): MqttClient {
  const options: IClientOptions = {
    clientId,
    username,
    password,
    protocolVersion: 5,
    clean: true,
    reconnectPeriod: 0,
    // Ours ends first, and tells silence from a line that was cut.
    connectTimeout: 2 * STEP_MS,
    properties: { maximumPacketSize: MOST_BYTES },
  };
  const client =
    target.scheme === 'ws'
      ? connect(`${authority(target)}${target.path}`, {
          ...options,
          wsOptions: { lookup: pinned(target), maxPayload: MOST_BYTES, handshakeTimeout: STEP_MS },
        })
      : new MqttClient(() => connectTcp({ host: target.address, port: target.port }), options);
  return client.on('error', () => undefined);
}

function connected(client: MqttClient): Promise<void> {
  return within(
    STEP_MS,
    new Promise<void>((done, fail) => {
      client.once('connect', () => done());
      client.once('error', fail);
      client.once('close', () => fail(new LineEnded()));
    }),
  );
}

async function spoken(client: MqttClient, { serial }: TriedLine, at: object): Promise<Outcome> {
  const topic = `thing/product/${serial}/requests_reply`;
  const tid = randomUUID();
  const answered = answerTo(client, topic, tid);
  const startedAt = performance.now();
  const since = (): number => Math.round(performance.now() - startedAt);
  try {
    const granted = await within(STEP_MS, client.subscribeAsync(topic, { qos: 1 }));
    if (granted.some(({ qos }) => qos >= 128)) return { code: 'MQTT_SUBSCRIBE_REFUSED', facts: { ...at, topic } };
  } catch {
    return { code: 'MQTT_SUBSCRIBE_REFUSED', facts: { ...at, topic } };
  }
  const question = { tid, bid: tid, timestamp: Date.now(), gateway: serial, method: QUESTION, data: {} };
  const askedAt = since();
  try {
    const payload = JSON.stringify(question);
    await within(STEP_MS, client.publishAsync(`thing/product/${serial}/requests`, payload, { qos: 1 }));
  } catch (error) {
    return { code: 'MQTT_UNACKNOWLEDGED', facts: { ...at, reason: reasonOf(error) } };
  }
  const ackMs = since() - askedAt;
  try {
    await within(STEP_MS, answered);
  } catch (error) {
    return { code: 'MQTT_UNANSWERED', facts: { ...at, ackMs, reason: reasonOf(error) } };
  }
  return { code: 'MQTT_ANSWERS', facts: { ...at, ackMs, replyMs: since() - askedAt } };
}

function answerTo(client: MqttClient, topic: string, tid: string): Promise<void> {
  const answered = new Promise<void>((done, fail) => {
    client.on('message', (heard, payload) => {
      if (heard === topic && payload.includes(tid)) done();
    });
    client.once('close', () => fail(new LineEnded()));
  });
  answered.catch(() => undefined);
  return answered;
}

function refusal(error: unknown, at: object): Outcome {
  const facts = { ...at, reason: reasonOf(error) };
  if (error instanceof TooLate) return { code: 'MQTT_SILENT', facts };
  // Codes of a CONNACK, which says no in the protocol's own words.
  if (typeof error === 'object' && error !== null && typeof Reflect.get(error, 'code') === 'number')
    return { code: 'MQTT_REFUSED', facts };
  return { code: 'MQTT_NOT_MQTT', facts };
}

async function timed(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return Math.round(performance.now() - startedAt);
}

class LineEnded extends Error {
  override readonly name = 'LineEnded';
}
