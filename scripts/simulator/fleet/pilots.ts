import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../../scenario/api-client.js';
import { expectStatus } from '../../scenario/stage.js';
import { LastingLogIn } from './lasting-log-in.js';
import type { Line } from './roster.js';

interface Account {
  readonly id: string;
}

interface Enveloped<Data> {
  readonly code: number;
  readonly message: string;
  readonly data: Data;
}

const HOLD_HOURS = 12;
const HOUR_MS = 3_600_000;

/** The pilots of the simulated crews: one account for each, in the unit that owns the aircraft, made when it is needed. */
export class Pilots {
  private readonly logIns = new Map<string, Promise<LastingLogIn>>();
  private readonly holding = new Map<string, Promise<void>>();

  constructor(
    private readonly url: string,
    private readonly securityAdministrator: LastingLogIn,
  ) {}

  async of(line: Line): Promise<ApiClient> {
    return (await once(this.logIns, line.assetCode, () => this.logIn(line))).client();
  }

  /** With the aircraft in hand, booked and checked out. @throws OffScript */
  async holdingAircraft(line: Line): Promise<ApiClient> {
    const pilot = await this.of(line);
    await once(this.holding, line.assetCode, () => this.takeOut(pilot, line));
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

  /** What this pilot has out already, from an earlier simulation, stays out. */
  private async takeOut(pilot: ApiClient, { wholeId, assetCode }: Line): Promise<void> {
    const mine = await pilot.get<{ items: { state: string; during: { to: string } }[] }>(
      `/bookings?mine=true&deviceId=${wholeId}&limit=20`,
    );
    const isOut = expectStatus(mine, 200, 'the own bookings').items.some(
      ({ state, during }) => state === 'out' && Date.parse(during.to) > Date.now() + HOUR_MS,
    );
    if (isOut) return;
    const from = Date.now() + 500;
    const during = { from: new Date(from).toISOString(), to: new Date(from + HOLD_HOURS * HOUR_MS).toISOString() };
    const booked = await pilot.post<{ id: string }>('/bookings', {
      during,
      purpose: '模拟飞行',
      deviceIds: [wholeId],
    });
    const { id: bookingId } = expectStatus(booked, 201, `the booking of ${assetCode}`);
    const taken = await pilot.post('/check-outs', { assetCode, bookingId, condition: '外观完好' });
    expectStatus(taken, 201, `the check-out of ${assetCode}`);
  }
}

function once<Value>(map: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
