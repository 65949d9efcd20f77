import { ApiClient } from '../api-client.js';
import { type Cast, must, type StageOptions } from '../stage.js';

const PARTS = {
  manager: ['equipment_manager', '东光县'],
  officer: ['field_officer', '东光县'],
  pilot: ['pilot', '东光县'],
  tester: ['tester', '东光县'],
  handler: ['case_handler', '东光县'],
  city: ['commander', '沧州市'],
  province: ['commander', '河北省'],
  otherCity: ['commander', '邯郸市'],
} as const;

/** Step 1: everyone logs in. */
export async function logInEveryone({ url, logIns, say }: StageOptions): Promise<Cast> {
  const clients = await Promise.all(
    Object.entries(PARTS).map(async ([part, [role, unit]]) => {
      const person = logIns.find((candidate) => candidate.role === role && candidate.unit.startsWith(unit));
      must(person !== undefined, `no demonstration ${role} of ${unit}`);
      const client = await ApiClient.logIn(url, person.username, person.password);
      say(`${client.user.username}: ${client.user.roles.join(', ')}, ${client.user.unit.name}`);
      return [part, client] as const;
    }),
  );
  return Object.fromEntries(clients) as unknown as Cast;
}
