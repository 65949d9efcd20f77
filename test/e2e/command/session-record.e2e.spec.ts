import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../support/client.js';
import { CommandDesk } from '../../support/command-desk.js';
import { MARKUP, recordSession, type RecordedSession, SECRETS } from '../../support/recorded-session.js';

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
