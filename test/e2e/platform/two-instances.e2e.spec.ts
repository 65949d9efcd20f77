import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectAsync } from 'mqtt';
import type { ApiClient } from '../../support/client.js';
import { Console, type OpenedSession, recordOf, waitFor } from '../../support/command-desk.js';
import { type Instance, Installation } from '../../support/instance.js';
import { OwnRedis } from '../../support/own-redis.js';

const redisUrl = process.env['SKYDOCKET_TEST_REDIS_URL'];
const describeWithRedis = redisUrl ? describe : describe.skip;
const itWithServer = OwnRedis.isInstalled() ? it : it.skip;

/** What comes sooner than a heartbeat was pushed and not asked for. */
const SOONER_THAN_HEARTBEAT_MS = 5_000;
/** On the instance where the command was given nobody waits for Redis. */
const AT_ONCE_MS = 3_000;
/** A heartbeat and the answer to the question it leads to. */
const WITHIN_HEARTBEAT_MS = 15_000;
/** Longer than a client of Redis tries, unless told otherwise, before it gives its questions up (10.5 s). */
const LONG_OUTAGE_MS = 14_000;

const CITY = { role: 'commander', unit: '沧州市人民检察院' };
const PROVINCE = { role: 'commander' };
const COUNTY = { role: 'field_officer', unit: '东光县' };
const HANDLER = { role: 'case_handler', unit: '沧州市人民检察院' };

/** Two processes of one installation; skipped, with these words, unless SKYDOCKET_TEST_REDIS_URL names a Redis. */
describeWithRedis('two instances (skipped where SKYDOCKET_TEST_REDIS_URL names no Redis)', () => {
  let installation: Installation;
  let opened = 0;
  const clients: ApiClient[] = [];

  beforeAll(async () => {
    installation = await Installation.create();
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await installation?.stop();
  });

  async function at(instance: Instance, person: { role: string; unit?: string }): Promise<ApiClient> {
    const client = await installation.as(instance, person);
    clients.push(client);
    return client;
  }

  async function openSession(instance: Instance): Promise<{ city: ApiClient; session: OpenedSession }> {
    const [handler, city] = [await at(instance, HANDLER), await at(instance, CITY)];
    const number = `沧检行公立〔2026〕${(opened += 1)}号`;
    const { body: file } = await handler.post<{ id: string }>('/cases', {
      number,
      title: '南运河排污',
      domain: 'environment',
    });
    const answer = await city.post<OpenedSession>('/command-sessions', {
      caseId: file.id,
      title: '南运河',
      kind: 'dispatch',
    });
    expect(answer.status).toBe(201);
    return { city, session: answer.body };
  }

  /** Numbers of the events that are pushed to this console from now on. */
  function pushesTo({ socket }: Console): number[] {
    const pushed: number[] = [];
    socket.on('ev', ({ seq }: { seq: number }) => pushed.push(seq));
    return pushed;
  }

  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
  const seqsOf = ({ follower }: Console) => follower.events.map(({ seq }) => seq);

  describe('over Redis', () => {
    let one: Instance;
    let other: Instance;
    beforeAll(async () => {
      const env = { REDIS_URL: redisUrl ?? '' };
      [one, other] = await Promise.all([installation.start(env), installation.start(env)]);
    }, 60_000);
    afterAll(() => Promise.all([one?.stop(), other?.stop()]));

    it('push the same gapless list to everyone, wherever a command was given', async () => {
      const { city, session } = await openSession(one);
      const chief = await Console.of(city, session);
      const above = await Console.of(await at(other, PROVINCE), session);
      const [toChief, toAbove] = [pushesTo(chief), pushesTo(above)];
      expect(await above.cmd('participant.join')).toMatchObject({ ok: true });
      const words = upTo(30).map((number) => ({ text: `第 ${number} 句` }));
      const answers = await Promise.all(
        words.flatMap((word) => [chief.cmd('chat.say', word), above.cmd('chat.say', word)]),
      );
      expect(answers.filter(({ ok }) => !ok)).toEqual([]);
      const last = 2 + 2 * words.length;
      await waitFor(() => toChief.length === last - 1 && toAbove.length === last - 1, SOONER_THAN_HEARTBEAT_MS);
      expect(new Set(toChief)).toEqual(new Set(upTo(last).slice(1)));
      expect(new Set(toAbove)).toEqual(new Set(toChief));
      expect(seqsOf(chief)).toEqual(upTo(last));
      expect(above.follower.events).toEqual(chief.follower.events);
      expect(await recordOf(above.client, session.id)).toEqual(await recordOf(city, session.id));
    });

    it('show each viewer only what is meant for them, on both sides', async () => {
      const { city, session } = await openSession(one);
      const chief = await Console.of(city, session);
      const officer = await at(other, COUNTY);
      await chief.cmd('participant.invite', { userId: officer.user.id });
      const [field, above] = [await Console.of(officer, session), await Console.of(await at(other, PROVINCE), session)];
      const bystander = await Console.of(await at(one, PROVINCE), session);
      await chief.cmd('chat.say', { text: '仅你可见', audience: { kind: 'DIRECT', userIds: [officer.user.id] } });
      const consoles = [chief, field, above, bystander];
      await waitFor(() => consoles.every(({ types }) => types.length === 3), SOONER_THAN_HEARTBEAT_MS);
      expect(consoles.map(({ types }) => types[2])).toEqual(['chat.say', 'chat.say', 'redacted', 'redacted']);
    });

    it('know a position that reached the other one, over HTTP and on the live map', async () => {
      const manager = await at(one, { role: 'equipment_manager' });
      const { body: pool } = await manager.get<{ items: { id: string; assetCode: string }[] }>(
        '/devices?kind=mavic-3t',
      );
      const [drone] = pool.items;
      const secret = await manager.post<{ username: string; password: string }>(
        `/devices/${drone?.id}/mqtt-credential`,
      );
      const elsewhere = await at(other, PROVINCE);
      const map = await elsewhere.socket('/live');
      const shown: string[] = [];
      map.on('frame', ({ items }: { items: { deviceId: string }[] }) =>
        shown.push(...items.map(({ deviceId }) => deviceId)),
      );
      await map.timeout(SOONER_THAN_HEARTBEAT_MS).emitWithAck('view', { bbox: [113, 36, 120, 43], zoom: 7 });
      const line = await connectAsync(one.mqttUrl, { ...secret.body, reconnectPeriod: 0 });
      const position = JSON.stringify({ at: new Date().toISOString(), lon: 116.54, lat: 37.88 });
      await line.publishAsync(`skydocket/v1/${drone?.assetCode}/telemetry`, position, { qos: 1 });
      await line.endAsync();
      await waitFor(() => shown.includes(drone?.id ?? ''), SOONER_THAN_HEARTBEAT_MS);
      const { body } = await elsewhere.get<{ items: { deviceId: string }[] }>('/positions');
      expect(body.items.map(({ deviceId }) => deviceId)).toEqual([drone?.id]);
    });
  });

  itWithServer(
    'outlive the death of Redis: commands commit, everyone catches up (skipped where redis-server is not installed)',
    async () => {
      const redis = await OwnRedis.start();
      const env = { REDIS_URL: redis.url };
      try {
        const [one, other] = await Promise.all([installation.start(env), installation.start(env)]);
        const { city, session } = await openSession(one);
        const chief = await Console.of(city, session);
        const above = await Console.of(await at(other, PROVINCE), session);
        await above.cmd('participant.join');
        await waitFor(() => above.types.length === 2 && chief.types.length === 2, SOONER_THAN_HEARTBEAT_MS);

        await redis.kill();
        for (const instance of [one, other]) await waitFor(() => isRedisAway(instance));
        const toChief = pushesTo(chief);
        expect(await chief.cmd('chat.say', { text: '还在吗' })).toMatchObject({ ok: true, seq: 3 });
        await waitFor(() => toChief.includes(3), AT_ONCE_MS);
        expect(await above.cmd('chat.say', { text: '在' })).toMatchObject({ ok: true, seq: 4 });
        const late = await installation.start(env);
        await Promise.all([
          waitFor(() => [chief, above].every(({ types }) => types.length === 4), WITHIN_HEARTBEAT_MS),
          pause(LONG_OUTAGE_MS),
        ]);
        expect(above.follower.events).toEqual(chief.follower.events);
        expect([one, other, late].map(({ isAlive }) => isAlive)).toEqual([true, true, true]);

        await redis.begin();
        for (const instance of [one, other, late]) await waitFor(async () => !(await isRedisAway(instance)));
        const newcomer = await Console.of(await at(late, PROVINCE), session);
        const pushed = [above, newcomer].map(pushesTo);
        await waitFor(async () => {
          await chief.cmd('chat.say', { text: '听到了吗' });
          await pause(250);
          return pushed.every(({ length }) => length > 0);
        }, SOONER_THAN_HEARTBEAT_MS);
        await waitFor(() => seqsOf(newcomer).length === seqsOf(chief).length, WITHIN_HEARTBEAT_MS);
        expect(seqsOf(newcomer)).toEqual(upTo(seqsOf(chief).length));
      } finally {
        await redis.stop();
      }
    },
    120_000,
  );

  itWithServer(
    'do not wait for a Redis that has gone silent (skipped where redis-server is not installed)',
    async () => {
      const redis = await OwnRedis.start();
      try {
        const instance = await installation.start({ REDIS_URL: redis.url });
        const { city, session } = await openSession(instance);
        const chief = await Console.of(city, session);
        redis.freeze();
        const pushed = pushesTo(chief);
        expect(await chief.cmd('chat.say', { text: '有人吗' })).toMatchObject({ ok: true, seq: 2 });
        await waitFor(() => pushed.includes(2), AT_ONCE_MS);
        await waitFor(() => isRedisAway(instance));
      } finally {
        await redis.stop();
      }
    },
    60_000,
  );
});

async function isRedisAway({ url }: Instance): Promise<boolean> {
  const response = await fetch(`${url}/readyz`);
  const { checks } = (await response.json()) as { checks: { name: string; state: string }[] };
  const { state } = checks.find(({ name }) => name === 'redis') ?? {};
  expect([response.status, state]).toEqual(state === 'away' ? [503, 'away'] : [200, 'ok']);
  return state === 'away';
}
