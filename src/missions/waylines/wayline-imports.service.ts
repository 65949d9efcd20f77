import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  type Digests,
  newId,
  OriginalsService,
  recogniseMediaType,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { inTurns } from '../airspace/deconfliction/in-turns.js';
import { mayMove } from '../flights/flight.rules.js';
import type { PlannedFlight } from '../flights/planned-flight.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionErrors } from '../missions.errors.js';
import { MissionEvents } from '../missions.events.js';
import { cameraPoses } from './drawing/camera-pose.rules.js';
import { FlightWayline } from './flight-wayline.entity.js';
import { FlightWaylineRepository } from './flight-wayline.repository.js';
import { judgeWayline, type WaylineFinding } from './checks/wayline-check.rules.js';
import { carriedFindings, fileFindings, setAsideReason } from './checks/wayline-findings.rules.js';
import { WaylineFlights } from './wayline-flights.service.js';
import { unlabelled } from './wayline-label.rules.js';
import { measureWayline } from './checks/wayline-measure.rules.js';
import { toWaylineView, type WaylineView } from './wayline.schemas.js';
import type { Wayline } from './wayline.types.js';
import type { ReadWayline } from './wpml/wpml.reader.js';

/** Bytes that lie in the store already. */
export interface KeptFile {
  readonly digests: Digests;
  readonly head: Buffer;
}

/** A wayline that was read, with the bytes it was read from. */
export interface WaylineDraft {
  readonly read: ReadWayline;
  readonly fileName: string;
  readonly file: KeptFile;
  readonly template?: KeptFile | undefined;
}

/** Waylines on their way into a flight. */
@Injectable()
export class WaylineImports {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: WaylineFlights,
    private readonly waylines: FlightWaylineRepository,
    private readonly originals: OriginalsService,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  /** What `record` would refuse now, before bytes are kept. */
  async judge(actor: Actor, flightId: string, { wayline }: ReadWayline): Promise<void> {
    await this.unitOfWork.read(async (tx) => {
      const planned = await this.flights.require(tx, actor, flightId, { permission: 'flight.importWayline' });
      await this.judged(tx, planned, wayline);
    });
  }

  /**
   * The next version of the flight's wayline; the bytes of the present one again are the present one.
   * @throws NOT_FOUND, FORBIDDEN, WAYLINE_FLIGHT_SETTLED, WAYLINE_FOR_OTHER_DRONE, WAYLINE_PAYLOAD_UNFIT,
   *   WAYLINE_LEAVES_VOLUME, WAYLINE_ENTERS_ZONE
   */
  async record(actor: Actor, flightId: string, draft: WaylineDraft): Promise<z.input<typeof WaylineView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const demand = { permission: 'flight.importWayline', hold: true } as const;
      const planned = await this.flights.require(tx, actor, flightId, demand);
      const wayline = unlabelled(draft.read.wayline, await this.flights.labelOf(tx, planned));
      const findings = await this.judged(tx, planned, wayline);
      const latest = await this.waylines.latest(tx, flightId);
      if (latest && isSame(latest, draft) && setAsideReason(latest.findings) === undefined)
        return toWaylineView(latest);
      const next = this.drawn(actor, draft, {
        flightId,
        version: (latest?.version ?? 0) + 1,
        wayline,
        findings: [...findings, ...fileFindings(draft.read)],
      });
      for (const file of [draft.file, ...(draft.template ? [draft.template] : [])])
        await this.originals.record(tx, file.digests, recogniseMediaType(file.head));
      await this.waylines.insert(tx, next);
      await this.tell(tx, next);
      return toWaylineView(next);
    });
  }

  /** Gives a flight the wayline of another, judged for it anew; nothing where none is in force. @throws as `record` */
  async copy(tx: Tx, actor: Actor, fromFlightId: string, planned: PlannedFlight): Promise<void> {
    const source = await this.waylines.latest(tx, fromFlightId);
    if (!source || setAsideReason(source.findings) !== undefined) return;
    const { id: importedBy, name: importedByName } = asUser(actor);
    const copied = Object.assign(new FlightWayline(), source, {
      id: newId(),
      flightId: planned.flight.id,
      version: 1,
      findings: [...(await this.judged(tx, planned, source.wayline)), ...carriedFindings(source.findings)],
      importedBy,
      importedByName,
      importedAt: this.clock.now(),
    });
    await this.waylines.insert(tx, copied);
    await this.tell(tx, copied);
  }

  private async judged(tx: Tx, planned: PlannedFlight, wayline: Wayline): Promise<readonly WaylineFinding[]> {
    const { state } = planned.flight;
    // What can still be given up has not taken off.
    if (!mayMove(state, 'cancelled')) throw MissionErrors.WAYLINE_FLIGHT_SETTLED({ state });
    const { refusal, findings } = await inTurns(judgeWayline(wayline, await this.flights.groundOf(tx, planned)));
    if (!refusal) return findings;
    const { code, ...details } = refusal;
    throw MissionErrors[code](details);
  }

  private drawn(
    actor: Actor,
    { read, fileName, file, template }: WaylineDraft,
    known: Pick<FlightWayline, 'flightId' | 'version' | 'wayline' | 'findings'>,
  ): FlightWayline {
    const { id: importedBy, name: importedByName } = asUser(actor);
    const { wayline } = known;
    return {
      ...known,
      ...measureWayline(wayline),
      id: newId(),
      sha256: file.digests.sha256,
      templateSha256: template?.digests.sha256 ?? null,
      fileName,
      templateType: read.templateType,
      poses: cameraPoses(wayline),
      waypointCount: wayline.paths.reduce((sum, { waypoints }) => sum + waypoints.length, 0),
      importedBy,
      importedByName,
      importedAt: this.clock.now(),
    };
  }

  private async tell(tx: Tx, { id: waylineId, flightId, version, sha256, lengthMetres }: FlightWayline): Promise<void> {
    await this.journal.record(tx, {
      action: 'flight.importWayline',
      subject: { kind: 'flight', id: flightId },
      details: { waylineId, version, sha256, lengthMetres },
      event: MissionEvents['missions.wayline_imported'],
      fact: { flightId, waylineId, version, sha256 },
    });
  }
}

function isSame({ sha256, templateSha256 }: FlightWayline, { file, template }: WaylineDraft): boolean {
  return sha256 === file.digests.sha256 && templateSha256 === (template?.digests.sha256 ?? null);
}
