import type { ApiClient } from './api-client.js';
import type { FlightGround } from './flight-ground.js';

/** A demonstration person as var/demo-users.json lists them. */
export interface DemoLogIn {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  readonly unit: string;
}

export interface StageOptions {
  /** Address of the running service. */
  readonly url: string;
  readonly mqttUrl: string;
  readonly logIns: readonly DemoLogIn[];
  /** Folder with real recordings and images; undefined where there is none. */
  readonly samples?: string;
  /** Pause between two of the aircraft's frames. */
  readonly frameMs: number;
  readonly frames: number;
  /** Told what was done and what came back. */
  readonly say: (line: string) => void;
}

/** Who plays, by part. */
export interface Cast {
  readonly manager: ApiClient;
  readonly officer: ApiClient;
  readonly pilot: ApiClient;
  readonly tester: ApiClient;
  readonly handler: ApiClient;
  readonly city: ApiClient;
  readonly province: ApiClient;
  readonly otherCity: ApiClient;
}

/** A device as far as the scenario needs it. */
export interface Held {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly bookingId: string;
  readonly checkOutId: string;
}

/** What the play has brought about so far; each step adds its part. */
export interface Stage extends StageOptions {
  readonly cast: Cast;
  readonly ground: FlightGround;
  readonly caseId: string;
  readonly drone: Held & {
    readonly serial: string;
    readonly controller: { readonly id: string; readonly serial: string };
  };
  readonly instrument: Held;
  readonly flightId: string;
  /** Frames that were sent, oldest first. */
  readonly flown: readonly { readonly at: Date; readonly lon: number; readonly lat: number }[];
  readonly rapidTestId: string;
  readonly evidenceId: string;
  readonly sessionId: string;
  readonly orderId: string;
}

/** Something did not come out as the play demands. */
export class OffScript extends Error {
  override readonly name = 'OffScript';
}

/** @throws OffScript */
export function must(condition: boolean, what: string, seen?: unknown): asserts condition {
  if (!condition)
    throw new OffScript(`${what}${seen === undefined ? '' : `: ${JSON.stringify(seen)?.slice(0, 1_000)}`}`);
}

/** The body of an answer that must have this status. @throws OffScript */
export function expectStatus<Body>(
  answer: { readonly status: number; readonly body: Body },
  status: number,
  what: string,
): Body {
  must(answer.status === status, `${what}: expected ${status}, came ${answer.status}`, answer.body);
  return answer.body;
}
