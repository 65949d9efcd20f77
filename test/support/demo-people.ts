import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from './client.js';

export interface DemoLogIn {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly unit: string;
}

export interface DemoPerson {
  readonly role: string;
  /** A part of the unit's name; the province unless said. */
  readonly unit?: string;
}

/** Name and password of a demonstration person. */
export function demoLogIn(dataDir: string, { role, unit = '河北省人民检察院' }: DemoPerson): DemoLogIn {
  const people = JSON.parse(readFileSync(join(dataDir, 'demo-users.json'), 'utf8')) as DemoLogIn[];
  const person = people.find((candidate) => candidate.role === role && candidate.unit.includes(unit));
  if (!person) throw new Error(`no demonstration ${role} in ${unit}`);
  return person;
}

/** A logged-in client of a demonstration person, whose password is in the data folder. */
export async function logInAs(url: string, dataDir: string, wanted: DemoPerson) {
  const person = demoLogIn(dataDir, wanted);
  return ApiClient.logIn(url, person.username, person.password);
}
