import { expectStatus } from '../../scenario/stage.js';
import { deterministicId } from '../dji-messages.js';
import type { LastingLogIn } from './lasting-log-in.js';
import type { Pilots } from './pilots.js';
import { plannedVolume } from './planned-volume.js';
import { Reasons } from './reasons.js';
import type { Line } from './roster.js';
import type { ComingFlight } from './speaker.js';

/** Plans are made when the take-off is so near. */
const AHEAD_SECONDS = 240;
/** Below this there is no time left for a plan. */
const LEAST_SECONDS = 6;
const SLACK_SECONDS = 600;
/** Of the planned flights, those whose plan is lower than they fly. */
const STRAYING_SHARE = 0.1;
const AT_ONCE = 6;

type Outcome = 'cleared' | 'straying' | 'unplanned' | 'refused';

/** Plans flights as pilots do, and has them approved and cleared; some are left unplanned, some fly out of their plan. */
export class FlightDesk {
  readonly count: Record<Outcome, number> = { cleared: 0, straying: 0, unplanned: 0, refused: 0 };
  /** Why plans were not taken, and how often: of crowded air that is no fault. */
  readonly reasons = new Reasons();
  private readonly seen = new Map<string, number>();
  private readonly waiting: (() => Promise<void>)[] = [];
  private working = 0;
  private ended = false;

  constructor(
    private readonly pilots: Pilots,
    private readonly commander: LastingLogIn,
    private readonly options: { readonly share: number; readonly seed: number },
  ) {}

  /** Once for every flight, shortly before it begins. */
  expect(line: Line, flight: ComingFlight): void {
    if (this.ended || flight.beginsInSeconds > AHEAD_SECONDS || this.seen.get(line.assetCode) === flight.sortie) return;
    this.seen.set(line.assetCode, flight.sortie);
    if (this.lot(line, flight, 'plan') >= this.options.share || flight.beginsInSeconds < LEAST_SECONDS) {
      this.count.unplanned += 1;
      return;
    }
    const isStraying = this.lot(line, flight, 'stray') < STRAYING_SHARE;
    const due = Date.now() + flight.beginsInSeconds * 1_000;
    this.waiting.push(() => this.plan(line, flight, due, isStraying));
    void this.work();
  }

  /** Plans that are being made are made to the end. */
  async finish(): Promise<void> {
    this.ended = true;
    this.waiting.length = 0;
    while (this.working > 0) await new Promise((done) => setTimeout(done, 50));
  }

  private async work(): Promise<void> {
    if (this.working >= AT_ONCE) return;
    this.working += 1;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) await next();
    this.working -= 1;
  }

  private async plan(line: Line, flight: ComingFlight, due: number, isStraying: boolean): Promise<void> {
    if (due - Date.now() < LEAST_SECONDS * 1_000) {
      this.count.unplanned += 1;
      return;
    }
    try {
      const pilot = await this.pilots.holdingAircraft(line);
      const body = {
        deviceId: line.wholeId,
        pilotId: pilot.user.id,
        purpose: isStraying ? '模拟巡查（计划高度偏低）' : '模拟巡查',
        during: periodOf(flight, due),
        volumes: [plannedVolume(flight, isStraying)],
      };
      const { id } = expectStatus(await pilot.post<{ id: string }>('/flights', body), 201, 'the plan');
      expectStatus(await (await this.commander.client()).post(`/flights/${id}/approve`, {}), 200, 'the approval');
      expectStatus(await pilot.post(`/flights/${id}/clear`, {}), 200, 'the clearance');
      this.count[isStraying ? 'straying' : 'cleared'] += 1;
    } catch (error) {
      this.count.refused += 1;
      this.reasons.add(reasonOf(error instanceof Error ? error.message : String(error)));
    }
  }

  /** A number in 0…1 that is the same for the same seed, aircraft and flight. */
  private lot({ assetCode }: Line, { sortie }: ComingFlight, what: string): number {
    const words = deterministicId(`${this.options.seed} ${assetCode} ${sortie} ${what}`);
    return Number.parseInt(words.slice(0, 8), 16) / 2 ** 32;
  }
}

function periodOf({ lastsSeconds }: ComingFlight, due: number) {
  const from = Math.max(Date.now() + 1_000, due - AHEAD_SECONDS * 1_000);
  return {
    from: new Date(from).toISOString(),
    to: new Date(due + (lastsSeconds + SLACK_SECONDS) * 1_000).toISOString(),
  };
}

/** The code, where there is one. */
function reasonOf(words: string): string {
  return /"code":"(\w+)"/.exec(words)?.[1] ?? words.slice(0, 160);
}
