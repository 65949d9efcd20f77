import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { connect, connectAsync } from 'mqtt';
import { createApp } from '../../../src/app.setup.js';
import { createLogger, loadConfig } from '../../../src/platform/index.js';
import { DeviceLine } from '../../../src/telemetry/intake/device.line.js';
import { ServiceDeadlines } from '../../../src/telemetry/services/service.deadlines.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';
import { type Docked, docksOf, StandInDock } from './service-kit.js';
import { connectDevice, crewOf, credentialOf, endClients, quarantineOf, rowsOf, send } from './telemetry-kit.js';

interface Call {
  readonly id: string;
  readonly tid: string;
  readonly state: string;
  readonly attempts: number;
  readonly code?: string;
  readonly publishedAt: string | null;
  readonly repliedAt: string | null;
  readonly isLate: boolean;
  readonly replyCount: number;
  readonly result: { readonly code: number; readonly known: boolean; readonly zh: string; readonly en: string } | null;
}

const HOUR_MS = 3_600_000;

describe('services of devices', () => {
  let app: TestApp;
  let commander: ApiClient;
  let docked: Docked;
  let otherDocked: Docked;
  let dock: StandInDock;

  beforeAll(async () => {
    app = await TestApp.start();
    commander = await app.as({ role: 'commander' });
    const [first, second] = await docksOf(app);
    if (!first || !second) throw new Error('fewer than two docks');
    [docked, otherDocked] = [first, second];
  });
  beforeEach(async () => {
    dock = await StandInDock.connect(app, docked);
    await dock.announce(docked);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await endClients();
    await sweep();
    await sweep();
    await sweep();
  });
  afterAll(() => app.stop());

  const stop = () => ({ method: 'live_stop_push', data: { video_id: `${docked.dockSerial}/165-0-7/normal-0` } });
  const photo = { method: 'camera_photo_take', data: { payload_index: '81-0-0' } };
  const home = { method: 'return_home', data: {} };

  async function ask(request: object, headers: Record<string, string> = {}): Promise<Call> {
    const answer = await commander.post<Call>(`/devices/${docked.dockId}/services`, request, headers);
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    return answer.body;
  }

  async function refused(request: object, client = commander, id = docked.dockId): Promise<[number, string]> {
    const { status, body } = await client.post<{ code: string }>(`/devices/${id}/services`, request);
    return [status, body.code];
  }

  async function show({ id }: Call): Promise<Call> {
    return (await commander.get<Call>(`/devices/${docked.dockId}/services/${id}`)).body;
  }

  /** Also that its leaving is written down. */
  async function heard(call: Call, times = 1) {
    const sent = () => dock.heard.filter(({ tid }) => tid === call.tid);
    await eventually(() => expect(sent()).toHaveLength(times));
    await eventually(async () => expect((await show(call)).publishedAt).not.toBeNull());
    return sent()[0]!;
  }

  /** As if an hour had gone by. */
  async function sweep(): Promise<void> {
    await app.get(ServiceDeadlines).sweep(new Date(Date.now() + HOUR_MS));
  }

  const callsOf = () => rowsOf<Call>(app, `SELECT * FROM device_service_call ORDER BY id`);

  it('are kept, sent once and answered', async () => {
    const call = await ask(stop());
    expect(call).toMatchObject({ state: 'sent', attempts: 1, result: null, repliedAt: null });
    const asked = await heard(call);
    expect(asked).toMatchObject({ topic: `thing/product/${docked.dockSerial}/services`, ...stop() });
    await dock.reply(asked, { result: 0 });
    const done = await show(call);
    expect(done).toMatchObject({ state: 'answered', isLate: false, replyCount: 1, result: { code: 0, known: true } });
    expect(done.publishedAt).not.toBeNull();
    const list = await commander.get<{ items: Call[] }>(`/devices/${docked.aircraftId}/services?limit=1`);
    expect(list.body.items).toEqual([done]);
    const [audit] = await rowsOf<{ details: object }>(
      app,
      `SELECT details FROM audit_entry WHERE action = 'telemetry.callService' AND details ->> 'callId' = $1`,
      [call.id],
    );
    expect(audit?.details).toMatchObject({ method: 'live_stop_push', tid: call.tid });
  });

  it.each([
    [316_024, true, 'return home failed, perhaps not in the air'],
    [314_004, false, 'unknown result 314004'],
  ])('that the device refuses with %i have failed, in words', async (code, known, en) => {
    const call = await ask(home);
    await dock.reply(await heard(call), { result: code });
    expect(await show(call)).toMatchObject({ state: 'failed', result: { code, known, en } });
  });

  it('answered without saying how are unknown, until the device says it', async () => {
    const call = await ask(home);
    const asked = await heard(call);
    await dock.reply(asked, {});
    expect(await show(call)).toMatchObject({ state: 'unknown', result: null, isLate: false, replyCount: 1 });
    await dock.reply(asked, { result: 0 });
    expect(await show(call)).toMatchObject({ state: 'answered', result: { code: 0 }, replyCount: 2 });
  });

  it('keep the first of several answers', async () => {
    const call = await ask(home);
    const asked = await heard(call);
    await dock.reply(asked, { result: 0 });
    await dock.reply(asked, { result: 0 });
    await dock.reply(asked, { result: 314_000 });
    expect(await show(call)).toMatchObject({ state: 'answered', replyCount: 3, result: { code: 0 } });
    const told = await rowsOf(app, `SELECT 1 FROM outbox WHERE type = $1 AND payload ->> 'callId' = $2`, [
      'telemetry.service_settled',
      call.id,
    ]);
    expect(told).toHaveLength(1);
  });

  it('are answered by their own gateway only', async () => {
    const other = await StandInDock.connect(app, otherDocked);
    const call = await ask(home);
    const asked = await heard(call);
    await other.reply(asked, { result: 0 });
    const topic = `thing/product/${otherDocked.dockSerial}/services_reply`;
    expect((await quarantineOf(app, topic)).map(({ code }) => code)).toEqual(['REPLY_TO_NOTHING']);
    expect(await show(call)).toMatchObject({ state: 'sent', replyCount: 0 });
    // In the other's own words, on the topic of the first.
    const foreign = `thing/product/${docked.dockSerial}/services_reply`;
    await send(other.line, foreign, { tid: call.tid, bid: 'b', timestamp: Date.now(), data: { result: 0 } });
    expect((await quarantineOf(app, foreign)).map(({ code }) => code)).toEqual(['TOPIC_NOT_OWNED']);
    await dock.reply(asked, { result: 0 });
    expect(await show(call)).toMatchObject({ state: 'answered', replyCount: 1 });
  });

  it.each(['nonsense', '00000000-0000-0000-0000-000000000000'])('are not answered by the tid %s', async (tid) => {
    const topic = `thing/product/${docked.dockSerial}/services_reply`;
    const before = (await quarantineOf(app, topic)).length;
    await send(dock.line, topic, { tid, bid: 'b', timestamp: Date.now(), data: { result: 0 } });
    const after = await quarantineOf(app, topic);
    expect(after.slice(before).map(({ code }) => code)).toEqual(['REPLY_TO_NOTHING']);
  });

  it('that may be repeated are, with the same tid, and then given up; a late answer is kept beside that', async () => {
    const call = await ask(stop());
    await heard(call);
    await sweep();
    await heard(call, 2);
    await sweep();
    await heard(call, 3);
    await eventually(async () => expect((await show(call)).attempts).toBe(3));
    await sweep();
    expect(await show(call)).toMatchObject({ state: 'timed_out', attempts: 3, repliedAt: null });
    await dock.reply(await heard(call, 3), { result: 0 });
    expect(await show(call)).toMatchObject({ state: 'timed_out', isLate: true, result: { code: 0 } });
    const again = await commander.post<Call>(`/devices/${docked.dockId}/services/${call.id}/repeat`);
    expect([again.status, again.body.code]).toEqual([409, 'SERVICE_NOT_REPEATABLE']);
  });

  it('are not repeated once the same thing was asked for something else', async () => {
    const call = await ask(stop());
    await heard(call);
    const start = { url_type: 1, url: 'rtmp://live.example/app/x', ...stop().data, video_quality: 0 };
    const newer = await ask({ method: 'live_start_push', data: start });
    await heard(newer);
    await sweep();
    expect([(await show(call)).state, (await show(newer)).state]).toEqual(['timed_out', 'timed_out']);
    expect(dock.heard.filter(({ tid }) => tid === call.tid)).toHaveLength(1);
  });

  it('that move the aircraft are repeated by a person only, as the same call', async () => {
    const call = await ask(home);
    await heard(call);
    const early = await commander.post<Call>(`/devices/${docked.dockId}/services/${call.id}/repeat`);
    expect([early.status, early.body.code]).toEqual([409, 'SERVICE_NOT_REPEATABLE']);
    await sweep();
    expect(await show(call)).toMatchObject({ state: 'timed_out', attempts: 1 });
    const again = await commander.post<Call>(`/devices/${docked.dockId}/services/${call.id}/repeat`);
    expect(again.body).toMatchObject({ id: call.id, tid: call.tid, state: 'sent', attempts: 2 });
    await dock.reply(await heard(call, 2), { result: 0 });
    expect(await show(call)).toMatchObject({ state: 'answered', isLate: false });
  });

  it('that would be two photos are never repeated', async () => {
    const call = await ask(photo);
    await heard(call);
    await sweep();
    const again = await commander.post<Call>(`/devices/${docked.dockId}/services/${call.id}/repeat`);
    expect([again.status, again.body.code]).toEqual([409, 'SERVICE_NOT_REPEATABLE']);
    expect(dock.heard.filter(({ tid }) => tid === call.tid)).toHaveLength(1);
  });

  it('asked for twice with one key are one', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const one = await ask(photo, key);
    const other = await ask(photo, key);
    expect(other.id).toBe(one.id);
    await dock.reply(await heard(one), { result: 0 });
    expect(dock.heard).toHaveLength(1);
  });

  it('that several want at once are one; the others hear that it is under way', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => commander.post<Call>(`/devices/${docked.dockId}/services`, photo)),
    );
    const counts = answers.map(({ status, body }) => `${status} ${body.code ?? ''}`).sort();
    expect(counts).toEqual(['201 ', ...Array.from({ length: 5 }, () => '409 SERVICE_UNDER_WAY')]);
    await heard(answers.find(({ status }) => status === 201)!.body);
    expect(dock.heard).toHaveLength(1);
  });

  it('of a gateway that is off, or whose aircraft is, are refused and leave nothing', async () => {
    const before = (await callsOf()).length;
    await dock.announce(docked, false);
    expect(await refused(photo)).toEqual([409, 'DEVICE_OFFLINE']);
    await dock.line.endAsync(true);
    await eventually(async () => expect(await refused(stop())).toEqual([409, 'DEVICE_OFFLINE']));
    expect(await refused(photo, commander, docked.aircraftId)).toEqual([409, 'DEVICE_OFFLINE']);
    expect(await callsOf()).toHaveLength(before);
  });

  it('nobody may or can be asked for are refused by name', async () => {
    const pilot = await app.as({ role: 'pilot' });
    expect(await refused(home, pilot)).toEqual([403, 'FORBIDDEN']);
    const stranger = await app.as({ role: 'commander', unit: '东光县' });
    expect(await refused(home, stranger)).toEqual([404, 'NOT_FOUND']);
    const video = { method: 'live_stop_push', data: { video_id: `${otherDocked.dockSerial}/165-0-7/normal-0` } };
    expect(await refused(video)).toEqual([422, 'VIDEO_NOT_OF_DEVICE']);
    expect(await refused({ method: 'device_format', data: {} })).toEqual([400, 'VALIDATION_FAILED']);
    const { controller } = await crewOf(app, '河北省人民检察院');
    await connectDevice(app, await credentialOf(app, controller.id));
    expect(await refused(home, commander, controller.id)).toEqual([422, 'SERVICE_NOT_SUPPORTED']);
  });

  it('keep the keys of streams to themselves', async () => {
    const data = {
      url_type: 1,
      url: 'rtmp://live.example/app/secret-key',
      video_id: `${docked.dockSerial}/165-0-7/normal-0`,
      video_quality: 0,
    };
    const call = await ask({ method: 'live_start_push', data });
    expect((await heard(call)).data['url']).toBe(data.url);
    expect(await show(call)).toMatchObject({ data: { url: 'rtmp://live.example' } });
    const kept = await rowsOf<{ text: string }>(
      app,
      `SELECT to_jsonb(c)::text AS text FROM device_service_call c WHERE id = $1
       UNION ALL SELECT details::text FROM audit_entry WHERE action LIKE 'telemetry.%'
       UNION ALL SELECT payload::text FROM outbox`,
      [call.id],
    );
    expect(kept.filter(({ text }) => text.includes('secret-key'))).toEqual([]);
    expect(JSON.stringify(kept)).not.toContain(Buffer.from('secret-key').toString('hex'));
  });

  it('burn the number of a case into pictures, one the asker may see', async () => {
    const handler = await app.as({ role: 'case_handler' });
    const me = (await commander.get<{ id: string }>('/me')).body.id;
    const number = `冀检公益诉〔2026〕${randomUUID().slice(0, 6)}号`;
    const file = { number, title: '水印', domain: 'environment', members: [me] };
    const { body } = await handler.post<{ id: string }>('/cases', file);
    const call = await ask({ method: 'property_set', data: { watermark: { caseId: body.id, layout: 1 } } });
    const asked = await heard(call);
    expect(asked).toMatchObject({
      topic: `thing/product/${docked.dockSerial}/property/set`,
      data: { camera_watermark_settings: { user_custom_string: number, user_custom_string_enable: 1, layout: 1 } },
    });
    await dock.reply(asked, { camera_watermark_settings: { result: 0 } });
    expect(await show(call)).toMatchObject({ state: 'answered' });
    const hidden = { method: 'property_set', data: { watermark: { caseId: randomUUID() } } };
    expect(await refused(hidden)).toEqual([404, 'NOT_FOUND']);
  });

  it('that could not be sent have failed; of those cut off in between nobody knows', async () => {
    const line = app.get(DeviceLine);
    jest.spyOn(line, 'ask').mockRejectedValueOnce(new Error('the broker is away'));
    const lost = await ask(home);
    await eventually(async () => expect(await show(lost)).toMatchObject({ state: 'failed', publishedAt: null }));
    jest.spyOn(line, 'ask').mockReturnValueOnce(new Promise(() => undefined));
    const cut = await ask(photo);
    await sweep();
    expect(await show(cut)).toMatchObject({ state: 'unknown', publishedAt: null, result: null });
  });

  it('come now or never: no session keeps them for later', async () => {
    const { dockId, dockSerial } = otherDocked;
    const credential = await credentialOf(app, dockId);
    const session = { clean: false, clientId: 'sleeper', reconnectPeriod: 0 };
    const line = await connectAsync(app.mqttUrl, { ...credential, ...session });
    await line.subscribeAsync(`thing/product/${dockSerial}/services`, { qos: 1 });
    await line.endAsync();
    const topic = `thing/product/${dockSerial}/services`;
    await app.get(DeviceLine).ask({ topic, payload: 'too late' });
    app.get(DeviceLine).answer({ topic, payload: 'a reply waits' });
    const heardLater: string[] = [];
    const back = connect(app.mqttUrl, { ...credential, ...session });
    back.on('message', (_, payload) => heardLater.push(payload.toString()));
    await eventually(() => expect(heardLater).toEqual(['a reply waits']));
    await back.endAsync(true);
  });

  it('hear nothing of what others are asked', async () => {
    const other = await StandInDock.connect(app, otherDocked);
    const topics = ['services', 'property/set', 'events_reply'].map(
      (channel) => `thing/product/${docked.dockSerial}/${channel}`,
    );
    for (const topic of [
      ...topics,
      'thing/product/+/services',
      'thing/product/#',
      '$share/g/thing/product/+/services',
    ]) {
      const granted = await other.line.subscribeAsync(topic, { qos: 1 }).catch(() => [{ qos: 128 }]);
      expect(granted.every(({ qos }) => qos >= 128)).toBe(true);
    }
    await heard(await ask(stop()));
    expect(other.heard).toEqual([]);
  });
});

describe('a service that ends while a device has not answered', () => {
  it('finds the call again, takes the answer, and lets none wait for ever', async () => {
    const app = await TestApp.start();
    const [docked] = await docksOf(app);
    if (!docked) throw new Error('no dock');
    const credential = await credentialOf(app, docked.dockId);
    const commander = await app.as({ role: 'commander' });
    const dock = await StandInDock.connect(app, docked, credential);
    await dock.announce(docked);
    const path = `/devices/${docked.dockId}/services`;
    const home = (await commander.post<Call>(path, { method: 'return_home', data: {} })).body;
    const cancel = (await commander.post<Call>(path, { method: 'return_home_cancel', data: {} })).body;
    await eventually(() => expect(dock.heard).toHaveLength(2));
    await endClients();
    // What left is written down before it ends.
    await app.nest.close();

    const config = loadConfig({
      SKYDOCKET_MODE: 'demonstration',
      SKYDOCKET_DATA_DIR: app.dataDir,
      SKYDOCKET_MQTT_PORT: '0',
      SKYDOCKET_LOG_LEVEL: 'silent',
    });
    const nest = await createApp({ config, databaseUrl: app.database.url, logger: createLogger('silent') });
    await nest.listen(0, '127.0.0.1');
    const again = app.with(nest, await nest.getUrl());
    try {
      const back = await StandInDock.connect(again, docked, credential);
      await back.reply(
        dock.heard.find(({ tid }) => tid === home.tid)!,
        { result: 0 },
      );
      await again.get(ServiceDeadlines).sweep(new Date(Date.now() + HOUR_MS));
      const { body } = await (await again.as({ role: 'commander' })).get<{ items: Call[] }>(path);
      const states = new Map(body.items.map(({ id, state }) => [id, state]));
      expect([states.get(home.id), states.get(cancel.id)]).toEqual(['answered', 'timed_out']);
      expect(back.heard).toEqual([]);
    } finally {
      await endClients();
      await again.stop();
    }
  });
});
