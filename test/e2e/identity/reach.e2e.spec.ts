import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Alerts, defineNotices, type ReachChannel } from '../../../src/identity/index.js';
import { Clock, newId, SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { MailServer } from '../../support/mail-server.js';
import { MessageGateway } from '../../support/message-gateway.js';
import { eventually, steer } from '../../support/time.js';

const SECRET = 'a secret that both sides know';
const TestNotices = defineNotices({
  TEST_WAKING: { zh: '有一条待签收指令', en: 'An order waits for you' },
  TEST_NAMING: { zh: '案件 {number}', en: 'Case {number}' },
});

interface Delivered {
  readonly channel: string;
  readonly state: string;
  readonly tries: number;
  readonly lastFault: string | null;
}

let app: TestApp;
let mail: MailServer;
let gateway: MessageGateway;
let officer: ApiClient;
let chief: ApiClient;
let security: ApiClient;
let stranger: ApiClient;

beforeAll(async () => {
  mail = await MailServer.start();
  gateway = await MessageGateway.start();
  app = await TestApp.start({
    env: {
      SKYDOCKET_MESSAGE_URL: gateway.url,
      SKYDOCKET_MESSAGE_SECRET: SECRET,
      SKYDOCKET_MESSAGE_TIMEOUT_MS: '2000',
      SMTP_URL: mail.url,
      SKYDOCKET_MAIL_FROM: 'skydocket@example.org',
      SKYDOCKET_PUBLIC_URL: 'https://skydocket.example.org',
    },
  });
  officer = await app.as({ role: 'field_officer', unit: '东光县' });
  chief = await app.as({ role: 'commander', unit: '沧州市人民检察院' });
  security = await app.as({ role: 'security_admin' });
  stranger = await app.as({ role: 'field_officer', unit: '大名县' });
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
  mail.answer = '250 ok';
  mail.hangUp();
  gateway.location = undefined;
  gateway.statuses.length = 0;
});
afterAll(async () => {
  for (const client of [officer, chief, security, stranger]) client?.close();
  await app?.stop();
  await mail?.stop();
  await gateway?.stop();
});

const contactOf = (client: ApiClient) => `/users/${client.user.id}/contact`;
const reachedBy = async (mobile: string | null, email: string | null) => {
  expect((await officer.send('PUT', contactOf(officer), { mobile, email })).status).toBe(200);
};

/** Wakes the officer for something, and gives its id. */
async function wake(channel: ReachChannel, times = 1): Promise<string> {
  const id = newId();
  for (let nth = 0; nth < times; nth += 1)
    await app.get(UnitOfWork).run(SYSTEM, (tx) =>
      app.get(Alerts).tell(tx, {
        userIds: [officer.user.id],
        channel,
        content: TestNotices.TEST_WAKING(),
        subject: { kind: 'order', id },
        occasion: '1',
      }),
    );
  return id;
}

const deliveries = (subjectId: string) =>
  app
    .get(UnitOfWork)
    .read((tx) =>
      tx.query<Delivered>(
        `SELECT channel, state, tries, last_fault AS "lastFault" FROM delivery WHERE subject_id = $1`,
        [subjectId],
      ),
    );

async function becomes(subjectId: string, wanted: Partial<Delivered>): Promise<void> {
  await eventually(async () => expect(await deliveries(subjectId)).toMatchObject([wanted]));
}

const messageFor = (subjectId: string) => gateway.messages.find(({ body }) => body.includes(subjectId));

describe('a message', () => {
  it('goes to the site’s gateway, signed with the time, and says nothing of the case', async () => {
    await reachedBy('+86 138-0000 0000', null);
    const id = await wake('message', 2);
    await becomes(id, { channel: 'message', state: 'sent', tries: 1, lastFault: null });
    const { headers, body } = messageFor(id) ?? { headers: {}, body: '' };
    expect(JSON.parse(body)).toEqual({
      id: headers['idempotency-key'],
      to: '+8613800000000',
      code: 'TEST_WAKING',
      text: { zh: '有一条待签收指令', en: 'An order waits for you' },
      link: `https://skydocket.example.org/?open=order:${id}`,
      expiresAt: expect.any(String),
    });
    const [, seconds, digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-skydocket-signature'])) ?? [];
    expect(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex')).toBe(digest);
    expect(Math.abs(Date.now() / 1_000 - Number(seconds))).toBeLessThan(60);
    expect(gateway.messages.filter((one) => one.body.includes(id))).toHaveLength(1);
    const { body: notices } = await officer.get<{ items: { subject: { id: string } }[] }>('/me/notices?limit=20');
    expect(notices.items.filter(({ subject }) => subject.id === id)).toHaveLength(1);
  });

  it('is tried again under the same id when the gateway is not ready', async () => {
    await reachedBy('13800000000', null);
    gateway.statuses.push(503);
    const id = await wake('message');
    await becomes(id, { state: 'sent', tries: 2, lastFault: 'TRY_AGAIN' });
    const tries = gateway.messages.filter(({ body }) => body.includes(id));
    expect(new Set(tries.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  }, 30_000);

  it('is not sent on to where the gateway redirects, nor again when it is refused', async () => {
    await reachedBy('13800000000', null);
    gateway.statuses.push(400);
    const refused = await wake('message');
    await becomes(refused, { state: 'failed', tries: 1, lastFault: 'REFUSED' });
    const asked = gateway.messages.length;
    gateway.statuses.push(307);
    gateway.location = `${gateway.url}/elsewhere`;
    const redirected = await wake('message');
    await becomes(redirected, { state: 'sent' });
    expect(gateway.messages.length - asked).toBe(2);
  }, 30_000);

  it('ends when it is of no use any more', async () => {
    await reachedBy('13800000000', null);
    gateway.statuses.push(...Array.from({ length: 1_000 }, () => 503));
    const id = await wake('message');
    await becomes(id, { state: 'queued', lastFault: 'TRY_AGAIN' });
    steer(app.get(Clock)).advance(31 * 60_000);
    await becomes(id, { state: 'failed', lastFault: 'TOO_LATE' });
  }, 30_000);

  it('with places to fill does not leave at all', async () => {
    const telling = app.get(UnitOfWork).run(SYSTEM, (tx) =>
      app.get(Alerts).tell(tx, {
        userIds: [officer.user.id],
        channel: 'message',
        content: TestNotices.TEST_NAMING({ number: '1' }),
        subject: { kind: 'case', id: newId() },
        occasion: '1',
      }),
    );
    await expect(telling).rejects.toThrow('may not leave');
  });
});

describe('mail', () => {
  it('goes to the site’s server where it is wanted, and where there is no mobile', async () => {
    await reachedBy('13800000000', 'officer@example.org');
    const wanted = await wake('email');
    await becomes(wanted, { channel: 'email', state: 'sent', tries: 1 });
    await reachedBy(null, 'officer@example.org');
    const instead = await wake('message');
    await becomes(instead, { channel: 'email', state: 'sent' });
    expect(mail.mails).toHaveLength(2);
    expect(mail.mails[1]).toMatchObject({ from: 'skydocket@example.org', to: ['officer@example.org'] });
    expect(mail.mails[1]?.source).toContain('Auto-Submitted: auto-generated');
  });

  it('that the server will never take is not tried again', async () => {
    await reachedBy(null, 'nobody@example.org');
    mail.answer = '550 no such user';
    const id = await wake('email');
    await becomes(id, { state: 'failed', tries: 1, lastFault: 'REFUSED' });
  });
});

describe('a mail server that says nothing', () => {
  it('holds up no message', async () => {
    await reachedBy('13800000000', 'officer@example.org');
    mail.isDead = true;
    const mails = await Promise.all(Array.from({ length: 12 }, () => wake('email')));
    const message = await wake('message');
    await eventually(async () => expect(await deliveries(message)).toMatchObject([{ state: 'sent' }]), 8_000);
    for (const id of mails) expect(await deliveries(id)).toMatchObject([{ channel: 'email', state: 'queued' }]);
  });
});

describe('somebody without a way to them', () => {
  it('is told in the page alone, and that is kept', async () => {
    await reachedBy(null, null);
    const id = await wake('message', 2);
    expect(await deliveries(id)).toEqual([
      { channel: 'message', state: 'unreachable', tries: 0, lastFault: 'NO_CONTACT' },
    ]);
    const inPage = await wake('in_page');
    expect(await deliveries(inPage)).toEqual([]);
  });
});

describe('where people are reached', () => {
  it('they say themselves, or their security administrator; their units see it, others do not', async () => {
    await reachedBy('13800000000', 'officer@example.org');
    const shown = { userId: officer.user.id, mobile: '13800000000', email: 'officer@example.org' };
    expect((await officer.get(contactOf(officer))).body).toEqual(shown);
    expect((await chief.get(contactOf(officer))).body).toEqual(shown);
    expect((await stranger.get(contactOf(officer))).status).toBe(403);
    expect((await chief.send('PUT', contactOf(officer), { mobile: null, email: null })).status).toBe(403);
    expect((await security.send('PUT', contactOf(officer), { mobile: null, email: null })).status).toBe(200);
    expect((await officer.get(contactOf(officer))).body).toEqual({ ...shown, mobile: null, email: null });
    expect((await officer.get(contactOf(stranger))).status).toBe(403);
    expect((await officer.get(`/users/${newId()}/contact`)).status).toBe(404);
  });

  it.each([
    ['letters', { mobile: 'call me', email: null }],
    ['another line in a number', { mobile: '13800000000\n13900000000', email: null }],
    ['two addresses', { mobile: null, email: 'a@example.org,b@example.org' }],
    ['a header in an address', { mobile: null, email: 'a@example.org\r\nBcc: b@example.org' }],
    ['nothing of one', { mobile: null }],
    ['a stranger', { mobile: null, email: null, wechat: 'x' }],
  ])('is refused with %s', async (_, contact) => {
    expect((await officer.send('PUT', contactOf(officer), contact)).status).toBe(400);
  });
});
