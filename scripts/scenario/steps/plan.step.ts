import { type Cast, expectStatus, must, type Stage, type StageOptions } from '../stage.js';

interface Flight {
  readonly id: string;
  readonly state: string;
}

interface Refusal {
  readonly code: string;
  readonly conflicts: readonly {
    readonly flightId?: string;
    readonly overlapMetres: number;
    readonly overlapMinutes: number;
  }[];
}

const MINUTE_MS = 60_000;
/** Order 761 art. 19(2): above it a flight is applied for. */
const CONTROLLED_ABOVE_METRES = 120;
const ANSWER_OF_AIR_TRAFFIC = { authority: '演示空中交通管理机构', approvalNumber: '演示〔2026〕0001' };

/** Step 3, second half: a plan is accepted, one that overlaps is refused with the reason, one that only touches is accepted; approval. */
export async function planFlight(
  { pilot, city }: Cast,
  { caseId, drone, ground }: Pick<Stage, 'caseId' | 'drone' | 'ground'>,
  startAt: Date,
  say: StageOptions['say'],
): Promise<string> {
  const plan = (fromMinutes: number, toMinutes: number, lowerMetres: number, upperMetres: number) => ({
    caseId,
    deviceId: drone.deviceId,
    pilotId: pilot.user.id,
    purpose: '河道排污口航拍',
    during: { from: at(startAt, fromMinutes), to: at(startAt, toMinutes) },
    volumes: [{ geometry: ground.area, lowerMetres, upperMetres }],
  });
  const { upperMetres } = ground;
  const flight = expectStatus(await pilot.post<Flight>('/flights', plan(0, 60, 0, upperMetres)), 201, 'the plan');
  say(`a plan up to ${upperMetres} m for an hour: ${flight.state}`);
  const refusal = expectStatus(
    await pilot.post<Refusal>('/flights', plan(30, 90, 0, upperMetres)),
    409,
    'an overlapping plan',
  );
  const [conflict] = refusal.conflicts;
  must(
    refusal.code === 'AIRSPACE_CONFLICT' && conflict?.flightId === flight.id,
    'the conflict names the flight',
    refusal,
  );
  say(
    `an overlapping plan: 409 ${refusal.code}, ${conflict.overlapMetres} m of height for ${conflict.overlapMinutes} minutes`,
  );
  expectStatus(await pilot.post<Flight>('/flights', plan(60, 90, 0, upperMetres)), 201, 'a plan that touches in time');
  expectStatus(
    await pilot.post<Flight>('/flights', plan(0, 30, upperMetres, upperMetres + 30)),
    201,
    'a plan that touches in height',
  );
  say('plans that only touch, in time and in height: accepted');
  const isControlled = upperMetres > CONTROLLED_ABOVE_METRES;
  if (isControlled) {
    const unproven = expectStatus(await city.post<Refusal>(approval(flight), {}), 422, 'an approval without proof');
    say(`above ${CONTROLLED_ABOVE_METRES} m the answer of air traffic management is needed: 422 ${unproven.code}`);
  }
  const proof = isControlled ? ANSWER_OF_AIR_TRAFFIC : {};
  const approved = expectStatus(await city.post<Flight>(approval(flight), proof), 200, 'the approval');
  must(approved.state === 'approved', 'the flight is approved', approved);
  say(`approved by ${city.user.username}`);
  return flight.id;
}

function approval({ id }: Flight): string {
  return `/flights/${id}/approve`;
}

function at(startAt: Date, minutes: number): string {
  return new Date(startAt.getTime() + minutes * MINUTE_MS).toISOString();
}
