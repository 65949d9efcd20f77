import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { CreateSessionMap1764000082000 } from '../../../migrations/1764000082000-create-session-map.js';
import { CreateSessionRead1764000082100 } from '../../../migrations/1764000082100-create-session-read.js';
import { CreateSightRequest1764000082200 } from '../../../migrations/1764000082200-create-sight-request.js';
import { type Console, CommandDesk } from '../../support/command-desk.js';

const MIGRATIONS = [
  new CreateSessionMap1764000082000(),
  new CreateSessionRead1764000082100(),
  new CreateSightRequest1764000082200(),
];

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
});
afterAll(async () => {
  await desk?.stop();
});

const SHAPES = [
  { geometry: { type: 'Point', coordinates: [116.5, 37.8] }, label: '排污口', colour: '#E23C39' },
  { geometry: { type: 'Point', coordinates: [116.6, 37.9] } },
  {
    geometry: {
      type: 'LineString',
      coordinates: [
        [116.5, 37.8],
        [116.6, 37.9],
      ],
    },
    label: '南运河',
  },
  {
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [116.5, 37.8],
          [116.6, 37.8],
          [116.6, 37.9],
          [116.5, 37.8],
        ],
      ],
    },
  },
];

async function drawn(chief: Console): Promise<string[]> {
  const ids = SHAPES.map(() => randomUUID());
  for (const [nth, shape] of SHAPES.entries())
    expect(await chief.cmd('map.put', { featureId: ids[nth], ...shape })).toMatchObject({ ok: true });
  return ids;
}

it('takes over what the record says of shapes, and goes back from a used database', async () => {
  const { session, chief } = await desk.command();
  const [moved, removed] = await drawn(chief);
  await chief.cmd('map.put', { featureId: moved, geometry: { type: 'Point', coordinates: [116.7, 37.8] } });
  await chief.cmd('map.remove', { featureId: removed });
  await chief.cmd('chat.say', { text: '看图' });
  await desk.city.post(`/command-sessions/${session.id}/reads`, { readUpTo: 3 });
  await chief.cmd('show.request', { requestId: randomUUID(), userId: desk.city.user.id, purpose: '看' });
  const map = async () => (await desk.city.get<{ features: unknown[] }>(`/command-sessions/${session.id}/map`)).body;
  const before = await map();
  expect(before.features).toHaveLength(3);

  const runner = desk.app.get(DataSource).createQueryRunner();
  for (const migration of MIGRATIONS.toReversed()) await migration.down(runner);
  for (const migration of MIGRATIONS) await migration.up(runner);
  await runner.release();

  expect(await map()).toEqual(before);
  expect(await chief.cmd('map.restore', { featureId: removed, baseVersion: 2 })).toMatchObject({ ok: true });
  expect((await map()).features).toHaveLength(4);
});
