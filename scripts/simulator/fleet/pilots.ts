import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../../scenario/api-client.js';
import { expectStatus } from '../../scenario/stage.js';
import { Lasting } from './lasting.js';
import { LastingLogIn } from './lasting-log-in.js';
import type { Line } from './roster.js';

interface Account {
  readonly id: string;
}

interface Booked {
  readonly id: string;
  readonly state: string;
  readonly during: { readonly to: string };
}

interface Enveloped<Data> {
  readonly code: number;
  readonly message: string;
  readonly data: Data;
}

const HOLD_HOURS = 12;
const HOUR_MS = 3_600_000;
/** What is held for less than this is held for longer before a flight is planned. */
const LEAST_HELD_MS = HOUR_MS;
/** In somebody's hands, in time or not. */
const OUT: readonly string[] = ['out', 'overdue'];

/** The pilots of the simulated crews: one account for each, in the unit that owns the aircraft, made when it is needed. */
export class Pilots {
  private readonly logIns = new Lasting<LastingLogIn>();
  /** Until when each aircraft is in its pilot's hands. */
  private readonly holding = new Lasting<number>((until) => until - LEAST_HELD_MS);

  constructor(
    private readonly url: string,
    private readonly securityAdministrator: LastingLogIn,
  ) {}

  async of(line: Line): Promise<ApiClient> {
    return (await this.logIns.of(line.assetCode, () => this.logIn(line))).client();
  }

  /** With the aircraft in hand, booked and checked out. @throws OffScript */
  async holdingAircraft(line: Line): Promise<ApiClient> {
    const pilot = await this.of(line);
    await this.holding.of(line.assetCode, () => this.takeOut(pilot, line));
    return pilot;
  }

  /** What DJI's app calls in the pilot's name. @throws Error when it is not done */
  async pilotCall<Data>(line: Line, path: string, body: object): Promise<Data> {
    const pilot = await this.of(line);
    const answer = await pilot.post<Enveloped<Data>>(`/${path.replace('{workspace}', pilot.user.unit.id)}`, body);
    if (answer.status !== 200 || answer.body.code !== 0)
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
    return answer.body.data;
  }

  private async logIn({ assetCode, unitId }: Line): Promise<LastingLogIn> {
    const username = `simulated.${assetCode.toLowerCase()}`;
    const passwordLink = await this.passwordLinkOf(username, unitId, `演示飞手 ${assetCode}`);
    const password = randomBytes(18).toString('base64url');
    const link = passwordLink.slice(passwordLink.lastIndexOf('/') + 1);
    const set = await fetch(`${this.url}/api/v1/auth/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link, password }),
    });
    if (!set.ok) throw new Error(`the password of ${username}: ${set.status} ${await set.text()}`);
    return new LastingLogIn(this.url, username, password);
  }

  /** Of a new account, or of the one that an earlier simulation made. */
  private async passwordLinkOf(username: string, unitId: string, displayName: string): Promise<string> {
    const body = { username, displayName, unitId, roles: ['pilot'] };
    const administrator = await this.securityAdministrator.client();
    const made = await administrator.post<{ passwordLink: string; code?: string }>('/users', body);
    if (made.status === 201) return made.body.passwordLink;
    const found = await administrator.get<{ items: Account[] }>(`/users?q=${username}&limit=1`);
    const [account] = expectStatus(found, 200, `the account ${username}`).items;
    if (!account) throw new Error(`the account ${username}: ${made.status} ${JSON.stringify(made.body)}`);
    const again = await administrator.post<{ passwordLink: string }>(`/users/${account.id}/password-link`);
    return expectStatus(again, 201, `a new password for ${username}`).passwordLink;
  }

  /** What this pilot has out already, perhaps from an earlier simulation, stays out, and longer where that ends soon. */
  private async takeOut(pilot: ApiClient, { wholeId, assetCode }: Line): Promise<number> {
    const mine = await pilot.get<{ items: Booked[] }>(`/bookings?mine=true&deviceId=${wholeId}&limit=20`);
    const out = expectStatus(mine, 200, 'the own bookings').items.find(({ state }) => OUT.includes(state));
    const held = out ? Date.parse(out.during.to) : 0;
    if (held > Date.now() + LEAST_HELD_MS) return held;
    const from = Date.now() + 500;
    const until = from + HOLD_HOURS * HOUR_MS;
    const to = new Date(until).toISOString();
    if (out) {
      expectStatus(await pilot.post(`/bookings/${out.id}/extend`, { to }), 200, `the extension of ${assetCode}`);
      return until;
    }
    const during = { from: new Date(from).toISOString(), to };
    const booked = await pilot.post<{ id: string }>('/bookings', {
      during,
      purpose: '模拟飞行',
      deviceIds: [wholeId],
    });
    const { id: bookingId } = expectStatus(booked, 201, `the booking of ${assetCode}`);
    const taken = await pilot.post('/check-outs', { assetCode, bookingId, condition: '外观完好' });
    expectStatus(taken, 201, `the check-out of ${assetCode}`);
    return until;
  }
}
