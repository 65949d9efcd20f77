import { type Centre, randomFrom } from './shapes.js';

const HOUR_MS = 3_600_000;

/** A plan as POST /flights takes it. */
export interface PlanBody {
  readonly deviceId: string;
  readonly pilotId: string;
  readonly purpose: string;
  readonly during: { readonly from: string; readonly to: string };
  readonly volumes: readonly {
    readonly circle: { readonly centre: Centre; readonly radiusMetres: number };
    readonly lowerMetres: number;
    readonly upperMetres: number;
  }[];
}

/** Where plans of the benchmark want to fly and when. */
export interface Sky {
  readonly deviceId: string;
  readonly pilotId: string;
  readonly day: Date;
}

/**
 * Circles of 200 to 800 m radius around places of a few towns, in three layers of 40 m, for two hours of a day: so near
 * to each other that about three of four are accepted.
 */
export function randomPlans({ deviceId, pilotId, day }: Sky, count: number, seed: number): PlanBody[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const centre = { lon: 116.5 + 0.11 * random(), lat: 37.85 + 0.09 * random() };
    const from = day.getTime() + Math.floor(random() * 20) * HOUR_MS;
    const lowerMetres = 40 * Math.floor(random() * 3);
    return {
      deviceId,
      pilotId,
      purpose: 'benchmark',
      during: { from: new Date(from).toISOString(), to: new Date(from + 2 * HOUR_MS).toISOString() },
      volumes: [
        {
          circle: { centre, radiusMetres: 200 + 600 * random() },
          lowerMetres,
          upperMetres: lowerMetres + 40,
        },
      ],
    };
  });
}

/** Gives every plan to `file`, by so many clients who file one after the other; plans accepted, and seconds taken. */
export async function fileAll(
  file: (plan: PlanBody) => Promise<boolean>,
  plans: readonly PlanBody[],
  clients: number,
): Promise<{ accepted: number; seconds: number }> {
  const waiting = [...plans];
  let accepted = 0;
  const lane = async (): Promise<void> => {
    for (let plan = waiting.pop(); plan; plan = waiting.pop()) if (await file(plan)) accepted += 1;
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: clients }, lane));
  return { accepted, seconds: (performance.now() - startedAt) / 1_000 };
}
