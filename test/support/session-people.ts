import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../../scripts/scenario/api-client.js';
import type { DemoLogIn } from '../../scripts/scenario/stage.js';

export type Tier = 'county' | 'city' | 'province';

/** Units that have people in the demonstration, and where they stand. */
const PLACES: readonly { readonly unit: string; readonly tier: Tier }[] = [
  { unit: '河北省人民检察院', tier: 'province' },
  { unit: '沧州市人民检察院', tier: 'city' },
  { unit: '邯郸市人民检察院', tier: 'city' },
  { unit: '东光县人民检察院', tier: 'county' },
  { unit: '献县人民检察院', tier: 'county' },
  { unit: '大名县人民检察院', tier: 'county' },
];
/** Of the working roles, those that read sessions. */
const ROLES = ['commander', 'case_handler', 'field_officer', 'pilot', 'tester'] as const;
export type WorkRole = (typeof ROLES)[number];

/** A token is good for a quarter of an hour. */
const LOG_IN_AGAIN_MS = 10 * 60_000;

/** Somebody with an account, logged in anew whenever their token grows old. */
export class Person {
  private loggedInAt = performance.now();

  private constructor(
    private readonly url: string,
    private readonly logIn: DemoLogIn,
    readonly tier: Tier,
    public client: ApiClient,
  ) {}

  static async logIn(url: string, logIn: DemoLogIn, tier: Tier): Promise<Person> {
    return new Person(url, logIn, tier, await ApiClient.logIn(url, logIn.username, logIn.password));
  }

  get role(): string {
    return this.logIn.role;
  }

  get unit(): string {
    return this.logIn.unit;
  }

  get userId(): string {
    return this.client.user.id;
  }

  get unitId(): string {
    return this.client.user.unit.id;
  }

  async token(): Promise<string> {
    if (performance.now() - this.loggedInAt > LOG_IN_AGAIN_MS) {
      this.client = await ApiClient.logIn(this.url, this.logIn.username, this.logIn.password);
      this.loggedInAt = performance.now();
    }
    return this.client.token;
  }
}

/** Everybody of the demonstration who may be in a session. */
export class People {
  private constructor(readonly all: readonly Person[]) {}

  static async logIn(url: string, dataDir: string): Promise<People> {
    const logIns = JSON.parse(readFileSync(join(dataDir, 'demo-users.json'), 'utf8')) as DemoLogIn[];
    const all: Person[] = [];
    for (const { unit, tier } of PLACES)
      for (const role of ROLES) {
        const logIn = logIns.find((one) => one.unit === unit && one.role === role);
        if (!logIn) throw new Error(`the demonstration has no ${role} in ${unit}`);
        all.push(await Person.logIn(url, logIn, tier));
      }
    return new People(all);
  }

  of(unit: string, role: WorkRole): Person {
    const person = this.all.find((one) => one.unit.startsWith(unit) && one.role === role);
    if (!person) throw new Error(`nobody is ${role} in ${unit}`);
    return person;
  }

  /** Units that neither have the session nor stand above it. */
  get unitsToInvite(): readonly string[] {
    return [...new Set(this.all.filter(({ unit }) => !/^(河北省|沧州市)/.test(unit)).map(({ unitId }) => unitId))];
  }
}

/**
 * Sessions of the city on one case: everybody's unit is invited, a deputy and a dispatcher of the province take part, and so
 * do those named for each. @returns their ids
 */
export async function openSessions(
  people: People,
  count: number,
  participants: (nth: number) => readonly Person[],
): Promise<readonly string[]> {
  const [chief, deputy] = [people.of('沧州市', 'commander'), people.of('沧州市', 'case_handler')];
  const dispatcher = people.of('河北省', 'commander');
  const body = { number: '沧检行公立〔2026〕1号', title: '南运河排污', domain: 'environment', members: [chief.userId] };
  const file = await posted<{ id: string }>(deputy, '/cases', body);
  const ids: string[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const opening = { caseId: file.id, title: `南运河 ${nth + 1}`, kind: 'dispatch' };
    const { id } = await posted<{ id: string }>(chief, '/command-sessions', opening);
    for (const unitId of people.unitsToInvite) await give(chief, id, 'participant.invite', { unitId });
    await give(chief, id, 'participant.invite', { userId: deputy.userId, role: 'deputy' });
    await give(chief, id, 'participant.invite', { userId: dispatcher.userId, role: 'dispatcher' });
    for (const person of new Set([deputy, dispatcher, ...participants(nth)]))
      if (person !== chief) await give(person, id, 'participant.join', {});
    ids.push(id);
  }
  return ids;
}

async function give(by: Person, sessionId: string, type: string, payload: object): Promise<void> {
  const command = { cmdId: randomUUID(), epoch: 1, type, v: 1, payload };
  await posted(by, `/command-sessions/${sessionId}/commands`, command);
}

async function posted<Body>({ client }: Person, path: string, body: object): Promise<Body> {
  const answer = await client.post<Body>(path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
