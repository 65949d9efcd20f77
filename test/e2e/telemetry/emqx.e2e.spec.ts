import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BROKER, type Broker } from '../../../src/platform/index.js';
import { TopologyService } from '../../../src/telemetry/devices/topology.service.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { credentialOf, type Crew, crewOf, type DeviceSet, twoSetsOf, until } from './telemetry-kit.js';
import { mintingOn } from './pilot-kit.js';

const SECRET = 'a-secret-between-the-two';
const INTAKE = { username: 'skydocket', password: 'intake p@ss' };
const NOBODY_LISTENS = '127.0.0.1:9';

interface Question {
  readonly username: string;
  readonly [field: string]: unknown;
}

describe('EMQX asks', () => {
  let app: TestApp;
  let crew: Crew;

  beforeAll(async () => {
    const password = encodeURIComponent(INTAKE.password);
    app = await TestApp.start({
      env: {
        MQTT_URL: `mqtt://${INTAKE.username}:${password}@${NOBODY_LISTENS}?clientId=intake-1`,
        SKYDOCKET_BROKER_SECRET: SECRET,
        SKYDOCKET_LOGIN_ATTEMPTS: '10',
      },
    });
    crew = await crewOf(app);
  });
  afterAll(() => app.stop());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/broker/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRET}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  async function answered(path: string, body: unknown): Promise<string> {
    const response = await post(path, body);
    const answer = (await response.json()) as { result: string; is_superuser: boolean };
    expect([response.status, answer.is_superuser]).toEqual([200, false]);
    expect(response.headers.get('content-type')).toContain('application/json');
    return answer.result;
  }

  const authn = (asked: Question) =>
    answered('authn', { clientid: `id-of-${asked.username}`, peerhost: '10.8.0.9', ...asked });
  /** As EMQX fills it in: everything is text. */
  const authz = (asked: Question) =>
    answered('authz', {
      clientid: `id-of-${asked.username}`,
      peerhost: '10.8.0.9',
      qos: '1',
      retain: asked['action'] === 'publish' ? 'false' : '',
      ...asked,
    });
  const publishes = (username: string, topic: string, more = {}) =>
    authz({ username, topic, action: 'publish', ...more });
  const subscribes = (username: string, topic: string, more = {}) =>
    authz({ username, topic, action: 'subscribe', ...more });

  const logInOf = async (deviceId: string) => {
    const { username, password } = await credentialOf(app, deviceId);
    return { username, password };
  };

  describe('at its door', () => {
    it('with its secret alone', async () => {
      for (const path of ['authn', 'authz']) {
        for (const authorization of ['', 'Bearer wrong', SECRET]) {
          const response = await post(path, {}, { authorization });
          expect([response.status, response.headers.get('content-type')]).toEqual([
            403,
            expect.stringContaining('application/problem+json'),
          ]);
          expect(await response.json()).toMatchObject({ code: 'FORBIDDEN' });
        }
        expect((await post(path, {})).headers.get('cache-control')).toBe('no-store');
      }
    });

    it('in JSON, which it says itself', async () => {
      const form = await post('authn', 'username=x', { 'content-type': 'application/x-www-form-urlencoded' });
      expect([form.status, ((await form.json()) as { code: string }).code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      const broken = await post('authn', '{"username":');
      expect([broken.status, ((await broken.json()) as { code: string }).code]).toEqual([400, 'MALFORMED_JSON']);
    });

    it('and whatever a device can put into a question is refused with 200, which EMQX does not pass over', async () => {
      const { username, password } = await logInOf(crew.controller.id);
      expect(await authn({ username, password: 'x'.repeat(60_000) })).toBe('deny');
      expect(await authn({ username: '', password })).toBe('deny');
      expect(await authn({ username: `${username}\0`, password })).toBe('deny');
      expect(await authn({ username: '\ud800', password })).toBe('deny');
      expect(await authn({ username, password, clientid: 'x'.repeat(60_000) })).toBe('deny');
      expect(await publishes(username, 'x'.repeat(65_535))).toBe('deny');
      expect(await publishes(username, `thing/product/a\0b/osd`)).toBe('deny');
      expect(await publishes('\0', `thing/product/${crew.gatewaySerial}/osd`)).toBe('deny');
      expect(await answered('authz', {})).toBe('deny');
      expect(await authn({ username, password, is_superuser: true })).toBe('deny');
      expect(await authn({ username, password })).toBe('allow');
    });
  });

  describe('about a log-in', () => {
    it('lets a device in by its code and by its serial, with its secret alone', async () => {
      const { username, password } = await logInOf(crew.aircraft.id);
      expect(await authn({ username, password })).toBe('allow');
      expect(await authn({ username: crew.aircraftSerial, password })).toBe('allow');
      expect(await authn({ username, password: `${password}x` })).toBe('deny');
      expect(await authn({ username: 'NOBODY', password })).toBe('deny');
      const renewed = await logInOf(crew.aircraft.id);
      expect(await authn({ username, password })).toBe('deny');
      expect(await authn(renewed)).toBe('allow');
    });

    it('takes a secret that a pilot minted, until the next one', async () => {
      const mint = await mintingOn(app, { role: 'pilot', unit: '东光县' }, crew.gatewaySerial);
      const first = await mint();
      expect(await authn(first)).toBe('allow');
      const second = await mint();
      expect([await authn(first), await authn(second)]).toEqual(['deny', 'allow']);
    });

    it('gives nobody the session of another', async () => {
      const theirs = await crewOf(app, '沧州');
      const [mine, other] = [await logInOf(crew.controller.id), await logInOf(theirs.controller.id)];
      const topic = `thing/product/${theirs.gatewaySerial}/osd`;
      expect(await authn({ ...mine, clientid: 'one-session' })).toBe('allow');
      expect(await authn({ ...other, clientid: 'one-session' })).toBe('deny');
      expect(await publishes(other.username, topic, { clientid: 'one-session' })).toBe('deny');
      expect(await authn({ ...other, clientid: 'intake-1' })).toBe('deny');
      expect(await authn({ ...other, clientid: 'another-session' })).toBe('allow');
      expect(await publishes(other.username, topic, { clientid: 'another-session' })).toBe('allow');
      // Two at once for one that nobody has: one of them gets it.
      const both = await Promise.all([mine, other].map((who) => authn({ ...who, clientid: 'contested' })));
      expect(both.sort()).toEqual(['allow', 'deny']);
    });

    it('looks at no more guesses for a name from one address than at log-ins of people', async () => {
      const device = await crewOf(app, '邯郸');
      const { username, password } = await logInOf(device.controller.id);
      const guesses = Array.from({ length: 10 }, () => authn({ username, password: 'x', peerhost: '10.9.9.9' }));
      expect(new Set(await Promise.all(guesses))).toEqual(new Set(['deny']));
      expect(await authn({ username, password, peerhost: '10.9.9.9' })).toBe('deny');
      // Under its other name it is the same device.
      expect(await authn({ username: device.gatewaySerial, password, peerhost: '10.9.9.9' })).toBe('deny');
      expect(await authn({ username, password })).toBe('allow');
    });
  });

  describe('about a topic', () => {
    it('lets a device send what devices send, and hear what they hear, for itself and what travels with it', async () => {
      const { username } = await logInOf(crew.controller.id);
      for (const serial of [crew.gatewaySerial, crew.aircraftSerial]) {
        const own = `thing/product/${serial}`;
        expect(await publishes(username, `${own}/osd`)).toBe('allow');
        expect(await publishes(username, `${own}/osd`, { retain: false, qos: 0 })).toBe('allow');
        expect(await subscribes(username, `${own}/services`)).toBe('allow');
        expect(await publishes(username, `${own}/osd`, { retain: 'true' })).toBe('deny');
        expect(await publishes(username, `${own}/osd`, { retain: true })).toBe('deny');
        // An order that a device gives, and what another one reports.
        expect(await publishes(username, `${own}/services`)).toBe('deny');
        expect(await subscribes(username, `${own}/osd`)).toBe('deny');
      }
      expect(await publishes(crew.gatewaySerial, `skydocket/v1/${crew.gatewaySerial}/telemetry`)).toBe('allow');
    });

    it.each([
      '#',
      '+/+/+/+',
      'thing/product/+/services',
      '$SYS/brokers',
      '$SYS/#',
      '$share/g/thing/product/SN/services',
    ])('lets no device hear or send on %s', async (topic) => {
      const { username } = await logInOf(crew.controller.id);
      const own = topic.replace('SN', crew.gatewaySerial);
      expect([await subscribes(username, own), await publishes(username, own)]).toEqual(['deny', 'deny']);
    });

    it('lets no device near another, nor near a name that nobody has registered', async () => {
      const theirs = await crewOf(app, '沧州');
      const { username } = await logInOf(crew.controller.id);
      for (const serial of [theirs.aircraftSerial, theirs.gatewaySerial, 'NOT-REGISTERED']) {
        expect(await publishes(username, `thing/product/${serial}/osd`)).toBe('deny');
        expect(await subscribes(username, `thing/product/${serial}/services`)).toBe('deny');
      }
      expect(await publishes('NOBODY', `thing/product/NOBODY/osd`)).toBe('deny');
      expect(await publishes('undefined', `thing/product/${theirs.gatewaySerial}/osd`)).toBe('deny');
    });

    it('follows a pairing as long as both are in the same hands', async () => {
      const pilot = await app.as({ role: 'pilot' });
      const [mine, other] = await twoSetsOf(app, '河北省人民检察院');
      const out = await checkedOut(pilot, mine);
      await checkedOut(pilot, other);
      const { username } = await logInOf(other.controllerId);
      const mayBoth = async () => [
        await publishes(username, `thing/product/${mine.aircraftSerial}/osd`),
        await subscribes(username, `thing/product/${mine.aircraftSerial}/services`),
      ];
      expect(await mayBoth()).toEqual(['deny', 'deny']);
      const at = new Date();
      const refusal = await app.get(TopologyService).keep({
        gateway: { serial: other.controllerSerial, deviceClass: 'controller', modelKey: null },
        subDevice: { serial: mine.aircraftSerial, deviceClass: 'aircraft', modelKey: null },
        subDeviceOnline: true,
        at,
        receivedAt: at,
      });
      expect(refusal).toBeUndefined();
      expect(await until(mayBoth, ([publish]) => publish === 'allow')).toEqual(['allow', 'allow']);
      expect((await pilot.post(`/check-outs/${out}/hand-back`, {})).status).toBe(200);
      expect(await until(mayBoth, ([publish]) => publish === 'deny')).toEqual(['deny', 'deny']);
    });

    it('carries nothing for a device that has no secret, whoever the broker says it is', async () => {
      const { aircraft, aircraftSerial } = await crewOf(app, '邯郸');
      const osd = `thing/product/${aircraftSerial}/osd`;
      expect(await publishes(aircraft.assetCode, osd)).toBe('deny');
      await logInOf(aircraft.id);
      expect(await publishes(aircraft.assetCode, osd)).toBe('allow');
    });

    it('locks a device out that floods the topics of others', async () => {
      const [mine, theirs] = [await crewOf(app, '沧州'), await crewOf(app)];
      const credential = await logInOf(mine.controller.id);
      const own = `thing/product/${mine.gatewaySerial}/osd`;
      const entered = { ...credential, clientid: 'flooding' };
      expect(await authn(entered)).toBe('allow');
      const flood = async (times: number) => {
        for (let count = 0; count < times; count += 1)
          await publishes(credential.username, `thing/product/${theirs.aircraftSerial}/osd`, { clientid: 'flooding' });
      };
      await flood(20);
      expect(await publishes(credential.username, own, { clientid: 'flooding' })).toBe('allow');
      await flood(1);
      expect(await publishes(credential.username, own, { clientid: 'flooding' })).toBe('deny');
      expect(await authn(entered)).toBe('deny');
    });
  });

  describe('about ourselves', () => {
    const own = { username: INTAKE.username, clientid: 'intake-1' };

    it('lets the log-in of MQTT_URL in with its password', async () => {
      expect(await authn({ ...own, password: INTAKE.password })).toBe('allow');
      expect(await authn({ ...own, password: 'intake' })).toBe('deny');
    });

    it('lets it hear what devices send and send what they hear, and nothing else', async () => {
      const may = (action: string, topic: string, more = {}) => authz({ ...own, action, topic, ...more });
      expect(await may('subscribe', 'thing/product/+/osd')).toBe('allow');
      expect(await may('subscribe', 'skydocket/v1/+/reading')).toBe('allow');
      expect(await may('publish', `thing/product/${crew.gatewaySerial}/services`)).toBe('allow');
      expect(await may('publish', `thing/product/${crew.gatewaySerial}/services`, { retain: 'true' })).toBe('deny');
      expect(await may('publish', `thing/product/${crew.gatewaySerial}/osd`)).toBe('deny');
      for (const topic of [
        '#',
        '$SYS/#',
        'thing/product/#',
        '$share/g/thing/product/+/osd',
        'thing/product/+/services',
      ])
        expect([topic, await may('subscribe', topic)]).toEqual([topic, 'deny']);
    });
  });

  it('and is counted, by what it asked and was answered', async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    for (const question of ['authn', 'authz'])
      for (const result of ['allow', 'deny'])
        expect(text).toMatch(
          new RegExp(`skydocket_broker_answers_total\\{question="${question}",result="${result}"\\} [1-9]`),
        );
    expect(text).toMatch(/skydocket_broker_refusals_total\{reason="locked_out"\} [1-9]/);
    expect(app.get<Broker>(BROKER).isOpen()).toBe(false);
  });

  async function checkedOut(pilot: ApiClient, { assetCode }: DeviceSet): Promise<string> {
    const out = await pilot.post<{ id: string }>('/check-outs', { assetCode });
    if (out.status !== 201) throw new Error(`check-out: ${JSON.stringify(out.body)}`);
    return out.body.id;
  }
});
