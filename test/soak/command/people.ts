import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../../../scripts/scenario/api-client.js';
import type { DemoLogIn } from '../../../scripts/scenario/stage.js';

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

  /** One person of each unit that the session's own unit does not let in. */
  get unitsToInvite(): readonly string[] {
    return [...new Set(this.all.filter(({ unit }) => !/^(河北省|沧州市)/.test(unit)).map(({ unitId }) => unitId))];
  }
}
