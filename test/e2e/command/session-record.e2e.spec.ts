import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { played, type Scene, type SessionChanges } from '../../../src/command/record/replay.rules.js';
import { canonicalJson } from '../../../src/platform/index.js';
import type { ApiClient } from '../../support/client.js';
import { type Ack, CommandDesk } from '../../support/command-desk.js';
import { MARKUP, recordSession, type RecordedSession, SECRETS } from '../../support/recorded-session.js';
import { eventually } from '../../support/time.js';

interface Line {
  readonly seq: number;
  readonly redacted?: true;
  readonly at: string;
  readonly type: string;
  readonly actor: { readonly kind: string; readonly name: string; readonly from?: string };
  readonly text: { readonly zh: string; readonly en: string };
  readonly place?: { readonly lon: number; readonly inWords: { readonly county?: string } };
  readonly links: readonly { readonly kind: string; readonly id: string }[];
}

interface Page {
  readonly items: readonly Line[];
  readonly nextCursor: string | null;
  readonly code?: string;
}

let desk: CommandDesk;
let recorded: RecordedSession;
beforeAll(async () => {
  desk = await CommandDesk.start();
  recorded = await recordSession(desk);
}, 120_000);
afterAll(() => desk?.stop());

const at = (path: string) => `/command-sessions/${recorded.session.id}/${path}`;
const timeline = async (client: ApiClient, query = '') => client.get<Page>(at(`timeline?limit=500${query}`));

describe('the time line', () => {
  it('tells each event in words, with who, where and what it names, in the order of the record', async () => {
    const { body } = await timeline(desk.city);
    expect(body.items.map(({ seq }) => seq)).toEqual(Array.from({ length: recorded.lastSeq }, (_, index) => index + 1));
    const issued = body.items.find(({ type }) => type === 'order.issue');
    expect(issued).toMatchObject({
      actor: { kind: 'person', from: '沧州市人民检察院' },
      place: { lon: 116.53, inWords: { county: '东光县' } },
    });
    expect(issued?.text.zh).toMatch(/^向(?!某人).+下达指令：赴排污口取样$/);
    expect(issued?.links).toContainEqual({ kind: 'order', id: recorded.orderId });
    const said = body.items.find(({ text }) => text?.zh.includes('排口异味'));
    expect(said?.text).toEqual({ zh: `发言：${MARKUP}`, en: `said: ${MARKUP}` });
  });

  it('gives everyone what they may read and a number in the place of the rest', async () => {
    const told = async (client: ApiClient) => {
      const { items } = (await timeline(client)).body;
      const text = JSON.stringify(items);
      const known = Object.entries(SECRETS).filter(([, secret]) => text.includes(secret));
      return { known: known.map(([name]) => name), hidden: items.filter(({ redacted }) => redacted).length };
    };
    expect(await told(desk.city)).toEqual({ known: ['tier', 'direct'], hidden: 1 });
    expect(await told(desk.county)).toEqual({ known: ['direct'], hidden: 2 });
    expect(await told(desk.province)).toEqual({ known: ['tier', 'own'], hidden: 1 });
    expect(await told(desk.handler)).toEqual({ known: ['tier'], hidden: 2 });
  });

  it('does not tell by a filter what is behind a number', async () => {
    const said = (await timeline(desk.county, '&types=chat.say')).body.items;
    expect(said).toHaveLength(2);
    expect(said.every(({ redacted }) => !redacted)).toBe(true);
    const byProvince = (await timeline(desk.county, `&actor=${desk.province.user.id}`)).body.items;
    expect(byProvince.map(({ type }) => type)).toEqual(['participant.join']);
    const byService = (await timeline(desk.county, '&actor=service')).body.items;
    expect(byService.every(({ actor }) => actor.kind === 'service')).toBe(true);
  });

  it('comes in pages without loss, and by time', async () => {
    const seqs: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await desk.county.get<Page>(at(`timeline?limit=4${query}`));
      seqs.push(...body.items.map(({ seq }) => seq));
      cursor = body.nextCursor;
    }
    expect(seqs).toEqual(Array.from({ length: recorded.lastSeq }, (_, index) => index + 1));
    const whole = (await timeline(desk.city)).body.items;
    const [from, to] = [whole[3]?.at ?? '', whole[6]?.at ?? ''];
    const part = (await timeline(desk.city, `&from=${from}&to=${to}`)).body.items;
    expect(part.map(({ seq }) => seq)).toEqual(
      whole.filter((line) => line.at >= from && line.at < to).map(({ seq }) => seq),
    );
  });

  it('is not there for another county, nor for whoever was removed', async () => {
    expect((await timeline(desk.outsider)).status).toBe(403);
    const { id } = await desk.openSession();
    expect((await desk.outsider.get(`/command-sessions/${id}/timeline`)).status).toBe(404);
  });

  it.each([
    'types=chat',
    'types=',
    'actor=nobody',
    'from=yesterday',
    'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    'limit=0',
    'limit=501',
    'cursor=x',
    'more=1',
  ])('refuses %s', async (query) => {
    expect((await desk.city.get(at(`timeline?${query}`))).status).toBe(400);
  });
});

interface ReportLine {
  readonly seq: number;
  readonly text: { readonly zh: string };
}
interface Sitrep {
  readonly number: number;
  readonly seq: number;
  readonly sha256: string;
  readonly code?: string;
  readonly content: {
    readonly sinceSeq: number;
    readonly upToSeq: number;
    readonly withheld: number;
    readonly changes: readonly ReportLine[];
    readonly figures: { readonly people: number; readonly ordersByState: Record<string, number> };
    readonly ordersOpen: readonly { readonly issuedSeq: number; readonly to: string | null }[];
    readonly [field: string]: unknown;
  };
}

const pdfOf = async (client: ApiClient, path: string) => {
  const response = await fetch(`${client.url}/api/v1${at(path)}`, {
    headers: { authorization: `Bearer ${client.token}` },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type'), bytes };
};

describe('the commander’s log', () => {
  it('tells what matters, each line with its event, of what the reader may read', async () => {
    const { body } = await desk.county.get<{
      lines: ReportLine[];
      commanders: { seq: number; unitName: string }[];
      people: { role: string }[];
      withheld: number;
    }>(at('log'));
    const events = (await timeline(desk.county)).body.items;
    for (const { seq, text } of body.lines) expect(events[seq - 1]?.text).toEqual(text);
    const types = body.lines.map(({ seq }) => events[seq - 1]?.type ?? '');
    expect(types).toEqual(
      expect.arrayContaining(['session.opened', 'order.issue', 'order.onScene', 'participant.remove']),
    );
    expect(types.filter((type) => /^(chat|map)\./.test(type))).toEqual([]);
    expect(body.commanders).toMatchObject([{ seq: 1, unitName: '沧州市人民检察院' }]);
    expect(body.people.map(({ role }) => role).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'commander',
      'field_member',
      'liaison',
    ]);
    expect(body.withheld).toBe(2);
  });

  it('and the briefing come on paper, in both languages', async () => {
    for (const path of ['log/paper', 'log/paper?language=en', 'briefing/paper', 'briefing/paper?language=en']) {
      const { status, type, bytes } = await pdfOf(desk.city, path);
      expect([status, type]).toEqual([200, 'application/pdf']);
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    }
    const { body } = await desk.city.get<{ orders: object[]; events: { seq: number }[] }>(at('briefing'));
    expect(body.orders).toMatchObject([{ orderId: recorded.orderId, state: 'ON_SCENE' }]);
    expect(body.events.every(({ seq }) => seq > 0)).toBe(true);
  });

  it('is not there for those who do not read the session', async () => {
    const { id } = await desk.openSession();
    for (const path of ['log', 'log/paper', 'briefing', 'briefing/paper', 'sitreps', 'sitreps/1', 'sitreps/1/paper'])
      expect((await desk.outsider.get(`/command-sessions/${id}/${path}`)).status).toBe(404);
  });

  it.each([
    'log?from=x',
    'log?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    'log/paper?language=fr',
    'sitreps/0',
    'sitreps/x',
  ])('refuses %s', async (path) => {
    expect((await desk.city.get(at(path))).status).toBe(400);
  });
});

describe('situation reports', () => {
  const issue = (client: ApiClient, body: object = {}) => client.post<Sitrep>(at('sitreps'), body);

  it('are numbered without a gap however many come at once, and each goes on where the one before ended', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((n) => issue(desk.city, { summary: `研判 ${n}` })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const reports = answers.map(({ body }) => body).toSorted((a, b) => a.number - b.number);
    expect(reports.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    for (const [index, { content, seq }] of reports.entries()) {
      expect(content.sinceSeq).toBe(reports[index - 1]?.content.upToSeq ?? 0);
      expect(seq).toBe(content.upToSeq + 1);
    }
    const [first, second] = reports;
    expect(first?.content).toMatchObject({ withheld: 3, figures: { people: 3, ordersByState: { ON_SCENE: 1 } } });
    expect(first?.content.ordersOpen).toHaveLength(1);
    expect(first?.content.ordersOpen[0]?.to).not.toBeNull();
    expect(second?.content.changes.map(({ seq }) => seq)).toEqual([first?.seq]);
    const text = JSON.stringify(reports);
    for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
  });

  it('stand in the record by their digest, and stay as they were issued', async () => {
    const { body } = await issue(desk.city, {
      documentNumber: '沧检指〔2026〕1号',
      reviewedBy: '张检',
      summary: MARKUP,
    });
    const digest = createHash('sha256').update(canonicalJson(body.content)).digest('hex');
    expect(body.sha256).toBe(digest);
    const [event] = (await timeline(desk.county, '&types=sitrep.issued')).body.items.slice(-1);
    expect(event).toMatchObject({ seq: body.seq, text: { zh: expect.stringContaining(`第 ${body.number} 期`) } });
    await recorded.chief.cmd('map.remove', { featureId: recorded.featureId });
    const again = await desk.county.get<Sitrep>(at(`sitreps/${body.number}`));
    expect(again.body).toEqual(body);
    const [one, two] = [
      await pdfOf(desk.city, `sitreps/${body.number}/paper`),
      await pdfOf(desk.county, `sitreps/${body.number}/paper`),
    ];
    expect(one.status).toBe(200);
    expect(two.bytes.equals(one.bytes)).toBe(true);
    const listed = await desk.county.get<{ items: { number: number }[]; nextCursor: string | null }>(
      at('sitreps?limit=1'),
    );
    expect(listed.body).toMatchObject({ items: [{ number: body.number }], nextCursor: expect.any(String) });
  });

  it('are issued by those who may enter into the record, once under a key', async () => {
    expect((await issue(desk.county)).body.code).toBe('FORBIDDEN');
    expect((await issue(desk.handler)).body.code).toBe('FORBIDDEN');
    expect((await issue(desk.outsider)).status).toBe(403);
    const key = { 'idempotency-key': randomUUID() };
    const [once, twice] = [
      await desk.city.post<Sitrep>(at('sitreps'), {}, key),
      await desk.city.post<Sitrep>(at('sitreps'), {}, key),
    ];
    expect(twice.body).toEqual(once.body);
    const { session, chief } = await desk.command();
    await chief.cmd('session.close');
    const late = await desk.city.post<Sitrep>(`/command-sessions/${session.id}/sitreps`, {});
    expect([late.status, late.body.code]).toEqual([409, 'BAD_STATE']);
  });

  it.each([{ summary: '' }, { summary: 'x'.repeat(8_001) }, { number: 9 }, { reviewedBy: 'x\u0000' }])(
    'refuses %j',
    async (body) => {
      expect((await issue(desk.city, body)).status).toBe(400);
    },
  );
});

interface ReplayPage {
  readonly from: string;
  readonly to: string;
  readonly end: string;
  readonly next: string | null;
  readonly snapshot: Scene & { readonly seq: number };
  readonly frames: readonly (SessionChanges & {
    readonly t: string;
    readonly events: readonly { readonly seq: number; readonly redacted?: true }[];
    readonly positions: readonly object[];
  })[];
  readonly gaps: readonly object[];
}

const EMPTY: Scene = { state: '', epoch: 0, commanderUserId: null, people: {}, orders: {}, shapes: {} };

describe('a replay', () => {
  const pages = async (client: ApiClient, query: string): Promise<ReplayPage[]> => {
    const all: ReplayPage[] = [];
    for (let next: string | null = ''; next !== null;) {
      const from: string = next === '' ? '' : `&from=${next}`;
      const { status, body } = await client.get<ReplayPage>(at(`replay?${query}${from}`));
      expect(status).toBe(200);
      all.push(body);
      next = body.next;
    }
    return all;
  };

  it('of all frames ends where the session stands, with every event once, each as the reader may see it', async () => {
    for (const client of [desk.city, desk.county]) {
      const all = await pages(client, 'stepMs=100');
      const frames = all.flatMap((page) => page.frames);
      const events = frames.flatMap((frame) => frame.events);
      const { items } = (await timeline(client)).body;
      expect(events.map(({ seq }) => seq)).toEqual(items.map(({ seq }) => seq));
      expect(events.filter(({ redacted }) => redacted).map(({ seq }) => seq)).toEqual(
        items.filter(({ redacted }) => redacted).map(({ seq }) => seq),
      );
      expect(all[0]?.snapshot.seq).toBe(0);
      const scene = frames.reduce<Scene>(played, EMPTY);
      const { body } = await client.get<{
        snapshot: {
          session: { state: string; participants: { userId: string | null; role: string | null; state: string }[] };
          orders: { id: string; state: string }[];
          map: { features: { id: string }[] };
        };
      }>(at('snapshot'));
      const { session, orders, map } = body.snapshot;
      expect(scene.state).toBe(session.state);
      expect(scene.orders).toEqual(Object.fromEntries(orders.map((order) => [order.id, order.state])));
      expect(Object.keys(scene.shapes)).toEqual(map.features.map(({ id }) => id));
      const parts = session.participants.filter(({ userId }) => userId !== null);
      const partOf = (one: { userId: string | null; role: string | null; state: string }) => [
        one.userId,
        one.role,
        one.state,
      ];
      expect(new Map(Object.values(scene.people).map((one) => [one.userId, partOf(one)]))).toEqual(
        new Map(parts.map((one) => [one.userId, partOf(one)])),
      );
    }
  });

  it('over a socket comes at its pace, can be set, and ends with the right to read', async () => {
    const { end } = (await pages(desk.city, 'stepMs=3600000'))[0] ?? { end: '' };
    const socket = await desk.city.socket('/replay');
    const frames: { t: string; events: { seq: number }[] }[] = [];
    const ends: object[] = [];
    socket.on('frame', (frame: (typeof frames)[number]) => frames.push(frame));
    socket.on('end', (message: object) => ends.push(message));
    const ask = async (event: string, payload: object): Promise<Ack> =>
      socket.timeout(10_000).emitWithAck(event, payload);
    expect(await ask('pause', {})).toMatchObject({ ok: false, error: { code: 'BAD_STATE' } });
    for (const speed of [0, 0.2, 101, '1'])
      expect(await ask('play', { sessionId: recorded.session.id, speed })).toMatchObject({
        error: { code: 'VALIDATION_FAILED' },
      });
    expect(await ask('play', { sessionId: recorded.session.id, speed: 100 })).toMatchObject({ ok: true, end });
    await eventually(() => expect(ends).toHaveLength(1), 30_000);
    const lastSeq = frames.flatMap(({ events }) => events.map(({ seq }) => seq)).at(-1);
    expect(frames.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual(
      Array.from({ length: lastSeq ?? 0 }, (_, index) => index + 1),
    );
    expect(await ask('seek', { from: end })).toMatchObject({ ok: true });
    expect(await ask('stop', {})).toMatchObject({ ok: true });
    expect(await ask('stop', {})).toMatchObject({ ok: false });
    const stranger = await desk.outsider.socket('/replay');
    const { id } = await desk.openSession();
    const refused = (await stranger.timeout(10_000).emitWithAck('play', { sessionId: id })) as Ack;
    expect(refused).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    for (const one of [socket, stranger]) one.disconnect();
  });

  it('over sockets is three at a time for one person', async () => {
    const { end } = (await pages(desk.province, 'stepMs=3600000'))[0] ?? { end: '' };
    const sockets = await Promise.all(Array.from({ length: 4 }, () => desk.province.socket('/replay')));
    const play = { sessionId: recorded.session.id, speed: 0.25 };
    const codes: (string | undefined)[] = [];
    for (const one of sockets) {
      const answer = (await one.timeout(10_000).emitWithAck('play', play)) as Ack;
      codes.push(answer.error?.code);
      await one.timeout(10_000).emitWithAck('pause', {});
    }
    expect(codes).toEqual([undefined, undefined, undefined, 'RATE_LIMITED']);
    expect(await sockets[0]?.timeout(10_000).emitWithAck('stop', {})).toMatchObject({ ok: true });
    const last = sockets[3];
    const ended = new Promise((done) => last?.once('end', done));
    expect(await last?.timeout(10_000).emitWithAck('play', { ...play, speed: 100 })).toMatchObject({ ok: true });
    await ended;
    expect(await sockets[0]?.timeout(10_000).emitWithAck('play', play)).toMatchObject({ ok: true });
    // One that has ended is a new one when its clock is set.
    expect(await last?.timeout(10_000).emitWithAck('seek', { from: end })).toMatchObject({
      error: { code: 'RATE_LIMITED' },
    });
    for (const one of sockets) one.disconnect();
  });

  it.each([
    'stepMs=99',
    'stepMs=3600001',
    'stepMs=x',
    'from=x',
    'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    'speed=2',
  ])('refuses %s', async (query) => {
    expect((await desk.city.get(at(`replay?${query}`))).status).toBe(400);
  });

  it('asked for all of time is of the session alone', async () => {
    const all = await pages(desk.city, 'to=2999-01-01T00:00:00Z&stepMs=3600000');
    expect(all.length).toBeLessThan(3);
    const before = await desk.city.get<ReplayPage>(at('replay?from=1900-01-01T00:00:00Z&stepMs=3600000'));
    expect(before.body.from).toBe(all[0]?.from);
    expect((await desk.outsider.get(at('replay'))).status).toBe(403);
  });
});
