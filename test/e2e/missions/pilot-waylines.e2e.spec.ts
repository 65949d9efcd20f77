import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { readKmz } from '../../../src/missions/waylines/wpml/wayline.file.js';
import type { Wayline } from '../../../src/missions/waylines/wayline.types.js';
import { writeKmz, writeWpml } from '../../../src/missions/waylines/wpml/wpml.writer.js';
import { zipped } from '../../../src/platform/index.js';
import { actionOf, groupOf, pathOf, waylineOf, waypointAt } from '../../factories/waylines.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { demoLogIn } from '../../support/demo-people.js';
import { eventually } from '../../support/time.js';
import { logInOnController, pilotCalls } from '../telemetry/pilot-kit.js';
import { pilotPost, s3Of, type Storage, storageOf } from '../telemetry/store-kit.js';
import { rowsOf } from '../telemetry/telemetry-kit.js';
import { book, hoursAhead, type Looked, square } from './mission-kit.js';

const AT = new Date('2026-11-27T08:00:00Z');
const PHONE = '13800138000';
const BOOKED = hoursAhead(24, 36);
const FLOWN = hoursAhead(25, 26);

interface Element {
  readonly id: string;
  readonly name: string;
  readonly favorited: boolean;
  readonly drone_model_key: string;
  readonly payload_model_keys: readonly string[];
  readonly template_types: readonly number[];
  readonly action_type: number;
  readonly user_name: string;
  readonly start_wayline_point: { readonly start_latitude: number; readonly start_lontitude: number };
}

interface Page {
  readonly list: readonly Element[];
  readonly pagination: { readonly page: number; readonly page_size: number; readonly total: number };
}

interface Envelope<Data> {
  readonly code: number;
  readonly data: Data & { readonly code?: string };
}

describe('the wayline library of DJI Pilot 2', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let colleague: ApiClient;
  let stranger: ApiClient;
  let storage: Storage;
  let base: string;
  let folder: string;
  let logIn: [string, string];

  beforeAll(async () => {
    app = await TestApp.start();
    folder = mkdtempSync(join(tmpdir(), 'library-'));
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    colleague = await app.as({ role: 'commander', unit: '东光县' });
    stranger = await app.as({ role: 'pilot', unit: '献县' });
    const { username, password } = demoLogIn(app.dataDir, { role: 'pilot', unit: '东光县' });
    logIn = [username, password];
    storage = await storageOf(pilot);
    base = library(pilot);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await app.stop();
  });

  const library = (person: ApiClient) => `/wayline/api/v1/workspaces/${person.user.unit.id}`;
  const photo = groupOf(1, [actionOf('takePhoto', { payloadPositionIndex: 0 })]);
  const plain = (metres = 0, change = {}): Wayline =>
    waylineOf([pathOf([waypointAt(metres, 60), waypointAt(metres + 200, 80, { groups: [photo] })])], change);

  async function put(name: string, bytes: Uint8Array, of = storage): Promise<string> {
    const key = `${of.object_key_prefix}/${name}`;
    await s3Of(of).send(new PutObjectCommand({ Bucket: of.bucket, Key: key, Body: bytes }));
    return key;
  }

  const METADATA = { drone_model_key: '0-67-0', payload_model_keys: ['1-65535-0'], template_types: [0] };

  async function report(name: string, key: string, person = pilot) {
    const body = { name, object_key: key, metadata: METADATA };
    const answer = await pilotPost<{ id: string; object_key: string; code?: string }>(
      person,
      `${library(person)}/upload-callback`,
      body,
    );
    return { status: answer.status, ...answer.body };
  }

  async function uploaded(name: string, wayline: Wayline): Promise<string> {
    const answer = await report(name, await put(`${name}.kmz`, await writeKmz(wayline, AT)));
    expect(answer).toMatchObject({ status: 200, code: 0 });
    return answer.data.id;
  }

  async function page(query = '', person = pilot): Promise<Page> {
    const answer = await person.get<Envelope<Page>>(`/${library(person)}/waylines?page=1&page_size=50${query}`);
    expect([answer.status, answer.body.code]).toEqual([200, 0]);
    return answer.body.data;
  }
  const names = async (query = '', person = pilot) => (await page(query, person)).list.map(({ name }) => name);

  const url = (path: string, person = pilot) =>
    fetch(`${app.url}${library(person)}/waylines/${path}`, {
      redirect: 'manual',
      headers: { authorization: `Bearer ${person.token}` },
    });

  it('takes a wayline that a controller uploads, without who drew it, and shows it to those who may see it', async () => {
    const { template, waylines } = writeWpml(plain(), AT);
    const author = `<Document><wpml:author>${PHONE}</wpml:author>`;
    const parts = [template, waylines].map((document) => document.replace('<Document>', author));
    const bytes = await zipped({ 'wpmz/template.kml': parts[0]!, 'wpmz/waylines.wpml': parts[1]! }, AT);
    const key = await put('河道.kmz', bytes);
    const answer = await report('河道/巡查.1', key);
    expect(answer).toMatchObject({ status: 200, code: 0, data: { object_key: key } });
    expect((await page()).list).toContainEqual({
      id: answer.data.id,
      name: '河道-巡查-1',
      drone_model_key: '0-77-1',
      payload_model_keys: ['1-67-0'],
      template_types: [0],
      action_type: 0,
      favorited: false,
      update_time: expect.any(Number),
      create_time: expect.any(Number),
      user_name: expect.any(String),
      start_wayline_point: { start_latitude: 37.9, start_lontitude: 116.6 },
    });
    expect(await names('', colleague)).toContain('河道-巡查-1');
    expect(await names('', stranger)).not.toContain('河道-巡查-1');

    const redirect = await url(`${answer.data.id}/url`);
    expect(redirect.status).toBe(302);
    const address = redirect.headers.get('location')!;
    const file = await fetch(address);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/vnd.google-earth.kmz']);
    const fetched = Buffer.from(await file.arrayBuffer());
    expect(new URL(address).searchParams.get('md5')).toBe(createHash('md5').update(fetched).digest('hex'));
    expect(fetched.includes(PHONE)).toBe(false);
    const path = join(folder, 'fetched.kmz');
    writeFileSync(path, fetched);
    expect((await readKmz(path)).wayline).toEqual(plain());
    const kept = await rowsOf<{ text: string }>(app, `SELECT to_jsonb(w)::text AS text FROM unit_wayline w`);
    expect(JSON.stringify(kept)).not.toContain(PHONE);
    const audit = await rowsOf<{ action: string; actor: string }>(
      app,
      `SELECT action, actor_id AS actor FROM audit_entry WHERE subject_id = $1 ORDER BY id`,
      [answer.data.id],
    );
    expect(audit.map(({ action }) => action)).toEqual(['wayline.add', 'wayline.offer', 'wayline.fetch']);
    expect(new Set(audit.map(({ actor }) => actor))).toEqual(new Set([pilot.user.id]));
  });

  it('works with the token that a controller has', async () => {
    const session = await logInOnController(app, ...logIn);
    const answer = await pilotCalls<Page>(app.url, 'GET', `${base}/waylines?order_by=name`, {
      token: session.access_token,
    });
    expect(answer).toMatchObject({ status: 200, body: { code: 0 } });
  });

  it('refuses addresses that were changed, and those of somebody who may not see the wayline any more', async () => {
    const id = await uploaded('地址', plain(10));
    const address = new URL((await url(`${id}/url`)).headers.get('location')!);
    const changed = (name: string, value: string) => {
      const other = new URL(address);
      other.searchParams.set(name, value);
      return fetch(other);
    };
    for (const answer of [
      await changed('until', String(Number(address.searchParams.get('until')) + 60)),
      await changed('for', `user-${stranger.user.id}`),
      await changed('signature', 'x'.repeat(43)),
      await fetch(String(address).replace(id, '019ac000-0000-7000-8000-000000000001')),
    ]) {
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        403,
        'WAYLINE_ADDRESS_REFUSED',
      ]);
    }
    expect((await fetch(address.origin + address.pathname)).status).toBe(400);
    const officer = await app.as({ role: 'field_officer', unit: '东光县' });
    const theirs = (await url(`${id}/url`, officer)).headers.get('location')!;
    expect((await fetch(theirs)).status).toBe(200);
    const security = await app.as({ role: 'security_admin' });
    expect((await security.patch(`/users/${officer.user.id}`, { state: 'suspended' })).status).toBe(200);
    await eventually(async () => expect((await fetch(theirs)).status).toBe(403));
    expect((await url(`${id}/url`, stranger)).status).toBe(404);
    const foreign = await stranger.get<Envelope<Page>>(`/${base}/waylines`);
    expect(foreign.status).toBe(404);
  });

  it('filters, orders and counts pages', async () => {
    const again = groupOf(1, [actionOf('orientedShoot', { payloadPositionIndex: 0 })]);
    await uploaded('丙 复拍', waylineOf([pathOf([waypointAt(0, 60), waypointAt(100, 60, { groups: [again] })])]));
    const m30 = { drone: { type: 67, subType: 1 }, payloads: [{ type: 53, subType: 0, gimbal: 0 }] };
    await uploaded('甲 M30', plain(0, m30));
    expect(await names('&drone_model_keys=0-67-1')).toEqual(['甲 M30']);
    expect(await names('&drone_model_keys=0-67-1&drone_model_keys=0-60-0')).toEqual(['甲 M30']);
    expect(await names('&payload_model_key=1-53-0')).toEqual(['甲 M30']);
    expect(await names('&action_type=1')).toEqual(['丙 复拍']);
    expect(await names('&template_type=1,2')).toEqual([]);
    const all = await page('&order_by=name asc');
    expect((await page('&template_type=0')).pagination.total).toBe(all.pagination.total);
    expect(all.pagination.total).toBe(all.list.length);
    const reversed = await names('&order_by=name%20desc');
    expect(reversed).toEqual((await names('&order_by=name%20asc')).toReversed());
    expect((await names('&order_by=update_time desc'))[0]).toBe('甲 M30');
    expect((await names('&order_by=colour up'))[0]).toBe('甲 M30');
    const second = await pilot.get<Envelope<Page>>(`/${base}/waylines?page=2&page_size=2&order_by=name asc`);
    expect(second.body.data).toEqual({
      list: all.list.slice(2, 4),
      pagination: { page: 2, page_size: 2, total: all.pagination.total },
    });
    const beyond = await pilot.get<Envelope<Page>>(`/${base}/waylines?page=99&page_size=10`);
    expect(beyond.body.data).toMatchObject({ list: [], pagination: { total: all.pagination.total } });
    expect((await pilot.get(`/${base}/waylines?page=0`)).status).toBe(400);
  });

  it('keeps favourites for each person', async () => {
    const [one, other] = [await uploaded('收藏一', plain(1)), await uploaded('收藏二', plain(2))];
    const marked = await pilotPost(pilot, `${base}/favorites?id=${one}&id=${other}`);
    expect(marked.body).toMatchObject({ code: 0 });
    expect((await pilotPost(pilot, `${base}/favorites?id=${one}`)).body.code).toBe(0);
    expect((await names('&favorited=true')).toSorted()).toEqual(['收藏一', '收藏二']);
    expect(await names('&favorited=true', colleague)).toEqual([]);
    expect(await names('&favorited=false')).not.toContain('收藏一');
    expect((await pilot.send(`DELETE`, `/${base}/favorites?id=${one}`)).status).toBe(200);
    expect(await names('&favorited=true')).toEqual(['收藏二']);
    const unknown = await pilotPost<{ code: string }>(pilot, `${base}/favorites?id=${one}&id=${pilot.user.id}`);
    expect([unknown.status, unknown.body.data.code]).toEqual([404, 'NOT_FOUND']);
    expect(await names('&favorited=true')).toEqual(['收藏二']);
    const notTheirs = await pilotPost(stranger, `${library(stranger)}/favorites?id=${one}`);
    expect(notTheirs.status).toBe(404);
  });

  it('has each name once, whoever is quicker, and the same file again is the same wayline', async () => {
    const [a, b] = [await put('a.kmz', await writeKmz(plain(3), AT)), await put('b.kmz', await writeKmz(plain(4), AT))];
    const answers = await Promise.all([report('同名', a), report('同名', a), report('同名', b), report('同名', b)]);
    const winner = answers.find(({ status }) => status === 200)!;
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 409).map(({ data }) => data.code)).toEqual([
      'WAYLINE_NAME_TAKEN',
      'WAYLINE_NAME_TAKEN',
    ]);
    expect(new Set(answers.filter(({ status }) => status === 200).map(({ data }) => data.id))).toEqual(
      new Set([winner.data.id]),
    );
    const taken = await pilot.get<Envelope<string[]>>(`/${base}/waylines/duplicate-names?name=同名&name=新名`);
    expect(taken.body.data).toEqual(['同名']);
  });

  it('shows the waylines of flights that one may read, in force, and hands them out labelled', async () => {
    const deviceId = (await book(pilot, 'kind=mavic-3t', BOOKED)).id;
    const volumes = [{ geometry: square(116.59, 37.89, 0.02), lowerMetres: 30, upperMetres: 120 }];
    const plan = { deviceId, pilotId: pilot.user.id, purpose: '排污口', during: FLOWN, volumes };
    const flight = await pilot.post<Looked>('/flights', plan);
    expect(flight.status).toBe(201);
    const send = async (wayline: Wayline) => {
      const form = new FormData();
      form.append('file', new Blob([Uint8Array.from(await writeKmz(wayline, AT))]), '排污口 一.kmz');
      const answer = await pilot.send<{ id: string }>('PUT', `/flights/${flight.body.id}/wayline`, form);
      expect(answer.status).toBe(200);
      return answer.body.id;
    };
    const first = await send(plain(100));
    const shown = (await page()).list.find(({ id }) => id === first);
    expect(shown?.name).toMatch(/^排污口 一 \d\d-\d\d \d{4}$/);
    expect(await names('', stranger)).not.toContain(shown?.name);
    await pilotPost(pilot, `${base}/favorites?id=${first}`);
    const old = (await url(`${first}/url`)).headers.get('location')!;
    const second = await send(plain(200));
    // The one before is not in force any more: not listed, not handed out, its address dead; the mark stays with the flight.
    const ids = (await page('&favorited=true')).list.map(({ id }) => id);
    expect(ids).toContain(second);
    expect(ids).not.toContain(first);
    expect((await fetch(old)).status).toBe(403);
    expect((await url(`${first}/url`)).status).toBe(404);
    const file = await fetch((await url(`${second}/url`)).headers.get('location')!);
    expect(file.headers.get('content-disposition')).toContain(`F-${flight.body.id.slice(-12)}.kmz`);
    await pilot.post(`/flights/${flight.body.id}/cancel`, { reason: '天气' });
    expect((await page()).list.map(({ id }) => id)).not.toContain(second);
  });

  describe('refuses, and keeps nothing,', () => {
    const kml = async () => {
      const { template, waylines } = writeWpml(plain(), AT);
      return { template, waylines };
    };
    const bad: Readonly<Record<string, () => Promise<Uint8Array>>> = {
      XML_DOCTYPE_REFUSED: async () => {
        const { template, waylines } = await kml();
        const entity = `<!DOCTYPE kml [<!ENTITY a "aaaa">]>`;
        return zipped(
          { 'wpmz/template.kml': template, 'wpmz/waylines.wpml': waylines.replace('<kml', `${entity}<kml`) },
          AT,
        );
      },
      ARCHIVE_PATH_ESCAPES: async () => {
        const { template, waylines } = await kml();
        const bytes = await zipped(
          { 'wpmz/template.kml': template, 'wpmz/waylines.wpml': waylines, 'aa/aa/x': 'x' },
          AT,
        );
        return Buffer.from(bytes.toString('latin1').replaceAll('aa/aa/x', '../../x'), 'latin1');
      },
      ARCHIVE_TOO_LARGE: async () => {
        const { template, waylines } = await kml();
        const padded = waylines.replace('</kml>', `<!--${' '.repeat(40 * 1024 * 1024)}--></kml>`);
        return zipped({ 'wpmz/template.kml': template, 'wpmz/waylines.wpml': padded }, AT);
      },
      WAYLINE_PART_MISSING: async () => zipped({ 'wpmz/template.kml': (await kml()).template }, AT),
      WAYLINE_FILE_REFUSED: () => Promise.resolve(Buffer.from('%PDF-1.7 not a wayline')),
      WAYLINE_FILE_TOO_LARGE: () => Promise.resolve(Buffer.alloc(21 * 1024 * 1024, 1)),
    };

    it.each(Object.keys(bad))('%s', async (code) => {
      const before = (await page()).pagination.total;
      const key = await put(`${code}.kmz`, await bad[code]!());
      const answer = await report(`坏 ${code}`, key);
      expect([answer.status, answer.data.code]).toEqual([422, code]);
      expect((await page()).pagination.total).toBe(before);
      // It is not taken for evidence later either.
      const [object] = await rowsOf<{ taken: Date | null }>(
        app,
        `SELECT taken_at AS taken FROM stored_object WHERE object_key = $1`,
        [key],
      );
      expect(object?.taken).not.toBeNull();
    });

    it('what was not uploaded, or by somebody else', async () => {
      const missing = await report('空', `${storage.object_key_prefix}/nothing.kmz`);
      expect([missing.status, missing.data.code]).toEqual([422, 'WAYLINE_NOT_UPLOADED']);
      const key = await put('mine.kmz', await writeKmz(plain(5), AT));
      const foreign = await report('偷', key, colleague);
      expect([foreign.status, foreign.data.code]).toEqual([422, 'WAYLINE_NOT_UPLOADED']);
      const elsewhere = await pilotPost<{ code: string }>(pilot, `${library(stranger)}/upload-callback`, {
        name: '别处',
        object_key: key,
      });
      expect(elsewhere.status).toBe(404);
    });
  });
});
