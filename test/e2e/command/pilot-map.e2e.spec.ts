import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { demoLogIn } from '../../support/demo-people.js';
import { eventually } from '../../support/time.js';
import { logInOnController, pilotCalls, type PilotSessionBody } from '../telemetry/pilot-kit.js';
import { PilotListener } from '../telemetry/pilot-listener.js';

interface Group {
  readonly id: string;
  readonly type: number;
  readonly is_lock: boolean;
  readonly elements: readonly { readonly id: string; readonly name: string }[];
}

const UNIT = '东光县';

describe('the map of DJI Pilot 2', () => {
  let app: TestApp;
  let commander: ApiClient;
  let pilot: PilotSessionBody;
  let listener: PilotListener;
  let sessionId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    commander = await app.as({ role: 'commander', unit: UNIT });
    const { username, password } = demoLogIn(app.dataDir, { role: 'pilot', unit: UNIT });
    pilot = await logInOnController(app, username, password);
    listener = await PilotListener.listen(app.url, pilot.access_token);
  });
  afterAll(async () => {
    listener?.close();
    await app?.stop();
  });

  const call = <Data>(method: string, path: string, body?: unknown, token = pilot.access_token) =>
    pilotCalls<Data>(app.url, method, `/map/api/v1/workspaces/${pilot.workspace_id}${path}`, { token, body });
  const groups = async () => (await call<Group[]>('GET', '/element-groups?is_distributed=true')).body.data;
  const content = (lon: number, color = '#E23C39') => ({
    type: 'Feature',
    properties: { color, clampToGround: true },
    geometry: { type: 'Point', coordinates: [lon, 37.89] },
  });
  const element = (id: string, color?: string) => ({
    id,
    name: '排污口',
    resource: { type: 0, user_name: 'x', content: content(116.54, color) },
  });
  const give = (type: string, payload: object) =>
    commander.post(`/command-sessions/${sessionId}/commands`, { cmdId: randomUUID(), epoch: 1, type, v: 1, payload });

  it('has a shared group that nobody can draw in while no session runs', async () => {
    expect(await groups()).toEqual([
      expect.objectContaining({ id: pilot.workspace_id, type: 2, is_lock: true, elements: [] }),
    ]);
    const refused = await call('POST', `/element-groups/${pilot.workspace_id}/elements`, element(randomUUID()));
    expect([refused.status, refused.body.data.code]).toEqual([409, 'NO_RUNNING_SESSION']);
  });

  it('shows what others draw in a session, and tells of it', async () => {
    const opened = await commander.post<{ id: string }>('/cases', {
      number: `东检公益〔2026〕${Date.now() % 10_000}号`,
      title: '排污口',
      domain: 'environment',
    });
    const caseId = opened.body.id;
    const session = await commander.post<{ id: string }>('/command-sessions', {
      caseId,
      title: '南运河',
      kind: 'dispatch',
    });
    expect(session).toMatchObject({ status: 201 });
    sessionId = session.body.id;
    await eventually(() => expect(listener.of('map_group_refresh').at(-1)?.data).toEqual({ ids: [sessionId] }));
    const featureId = randomUUID();
    const drawn = await give('map.put', {
      featureId,
      geometry: { type: 'Point', coordinates: [116.5, 37.9] },
      label: '井',
    });
    expect(drawn.status).toBe(201);
    await eventually(() => expect(listener.of('map_element_create')).toHaveLength(1));
    expect(listener.of('map_element_create')[0]?.data).toMatchObject({
      id: featureId,
      group_id: sessionId,
      name: '井',
    });
    expect(await groups()).toMatchObject([{ id: sessionId, type: 2, elements: [{ id: featureId, name: '井' }] }]);
    await give('map.remove', { featureId });
    await eventually(() =>
      expect(listener.of('map_element_delete').map(({ data }) => data)).toEqual([
        { id: featureId, group_id: sessionId },
      ]),
    );
    expect((await groups())[0]?.elements).toEqual([]);
  });

  it('draws, redraws and removes, in the record of the session', async () => {
    const early = await call('POST', `/element-groups/${sessionId}/elements`, element(randomUUID()));
    expect([early.status, early.body.data.code]).toEqual([403, 'FORBIDDEN']);
    const console = await app.as({ role: 'pilot', unit: UNIT });
    expect((await give('participant.invite', { userId: console.user.id })).status).toBe(201);
    const join = { cmdId: randomUUID(), epoch: 1, type: 'participant.join', v: 1, payload: {} };
    expect((await console.post(`/command-sessions/${sessionId}/commands`, join)).status).toBe(201);
    const id = randomUUID();
    const put = await call('POST', `/element-groups/${sessionId}/elements`, element(id));
    expect([put.status, put.body.code, put.body.data]).toEqual([200, 0, { id }]);
    expect((await call('PUT', `/elements/${id}`, { name: '新名', content: content(116.6) })).status).toBe(200);
    await eventually(() => expect(listener.of('map_element_update').at(-1)?.data).toMatchObject({ id, name: '新名' }));
    const record = await commander.get<{ items: { type: string; payload: object }[] }>(
      `/command-sessions/${sessionId}/events?after=0`,
    );
    const puts = record.body.items.filter(({ payload }) => JSON.stringify(payload).includes(id));
    expect(puts.map(({ type }) => type)).toEqual(['map.put', 'map.put']);
    expect(puts[0]?.payload).toMatchObject({ colour: '#E23C39', label: '排污口' });
    expect((await call('DELETE', `/elements/${id}`)).status).toBe(200);
    expect((await call('DELETE', `/elements/${id}`)).status).toBe(404);
  });

  it('leaves what Pilot does not know of a shape as it was', async () => {
    const [ring, bearing] = [randomUUID(), randomUUID()];
    const point = { type: 'Point', coordinates: [116.5, 37.9] };
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    await give('map.put', { featureId: ring, kind: 'range_ring', geometry: point, radiiMetres: [500], expiresAt });
    await give('map.put', {
      featureId: bearing,
      kind: 'bearing',
      geometry: point,
      bearing: { degreesTrue: 90, lengthMetres: 1_000 },
    });
    expect((await call('PUT', `/elements/${ring}`, { name: '圈', content: content(116.6) })).status).toBe(200);
    const drawn = (await groups())[0]?.elements.find(({ id }) => id === bearing) as unknown as {
      resource: { content: object };
    };
    const change = { name: '方向', content: { ...content(0), ...drawn.resource.content } };
    expect((await call('PUT', `/elements/${bearing}`, change)).status).toBe(200);
    const map = await commander.get<{ features: { id: string; properties: object; geometry: object }[] }>(
      `/command-sessions/${sessionId}/map`,
    );
    const shapes = new Map(map.body.features.map((shape) => [shape.id, shape]));
    expect(shapes.get(ring)).toMatchObject({
      geometry: { type: 'Point', coordinates: [116.6, 37.89] },
      properties: { kind: 'range_ring', radiiMetres: [500], label: '圈', expiresAt, version: 2 },
    });
    expect(shapes.get(bearing)).toMatchObject({
      geometry: point,
      properties: { kind: 'bearing', bearing: { degreesTrue: 90, lengthMetres: 1_000 }, label: '方向' },
    });
  });

  it('shows Pilot only what is for its eyes', async () => {
    const hidden = randomUUID();
    const outsider = await app.as({ role: 'commander', unit: '沧州' });
    const invited = await give('participant.invite', { userId: outsider.user.id, role: 'deputy' });
    expect(invited.status).toBe(201);
    const as = (type: string, payload: object) =>
      outsider.post(`/command-sessions/${sessionId}/commands`, { cmdId: randomUUID(), epoch: 1, type, v: 1, payload });
    expect((await as('participant.join', {})).status).toBe(201);
    const geometry = { type: 'Point', coordinates: [116.5, 37.9] };
    expect((await as('map.put', { featureId: hidden, geometry, audience: { kind: 'ORG' } })).status).toBe(201);
    expect(JSON.stringify(await groups())).not.toContain(hidden);
    expect((await call('PUT', `/elements/${hidden}`, { name: 'x', content: content(116.6) })).status).toBe(404);
    expect((await call('DELETE', `/elements/${hidden}`)).status).toBe(404);
  });

  it('refuses another colour, and a stranger', async () => {
    const red = await call('POST', `/element-groups/${sessionId}/elements`, element(randomUUID(), '#FF0000'));
    expect([red.status, red.body.data.code]).toEqual([400, 'VALIDATION_FAILED']);
    const { username, password } = demoLogIn(app.dataDir, { role: 'pilot', unit: '邯郸' });
    const stranger = await logInOnController(app, username, password);
    const path = `/map/api/v1/workspaces/${stranger.workspace_id}/element-groups`;
    const seen = await pilotCalls<Group[]>(app.url, 'GET', path, { token: stranger.access_token });
    expect(seen.body.data.map(({ id }) => id)).not.toContain(sessionId);
    const drawn = await pilotCalls(app.url, 'POST', `${path}/${sessionId}/elements`, {
      token: stranger.access_token,
      body: element(randomUUID()),
    });
    expect(drawn.status).toBe(404);
  });
});
