import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, type ServedFile, servedBytes, type Tx, UnitOfWork } from '../../platform/index.js';
import { inTurns } from '../airspace/deconfliction/in-turns.js';
import { type PlannedFlight, toVolume } from '../flights/planned-flight.js';
import { MissionErrors } from '../missions.errors.js';
import { FlightWaylineRepository } from './flight-wayline.repository.js';
import { FlightPhotos } from './drawing/flight-photos.service.js';
import type { PhotoPose } from './drawing/photo-poses.js';
import { drawThroughPhotos } from './drawing/photo-wayline.rules.js';
import { judgeWayline, type WaylineGround } from './checks/wayline-check.rules.js';
import { drawWayline } from './drawing/wayline-drawing.rules.js';
import { setAsideReason } from './checks/wayline-findings.rules.js';
import { WaylineFlights } from './wayline-flights.service.js';
import { labelled } from './wayline-label.rules.js';
import { WAYLINE_MODELS, type WaylineModel } from './checks/wayline-model.data.js';
import { droneName, isSame, modelOf } from './checks/wayline-model.rules.js';
import { toWaylineView, type WaylineQuery, type WaylineView } from './wayline.schemas.js';
import type { ProductNumber, Wayline } from './wayline.types.js';
import { writeKmz } from './wpml/wpml.writer.js';

const KMZ = 'application/vnd.google-earth.kmz';
type Query = z.output<typeof WaylineQuery>;

/** Waylines on their way to an aircraft. */
@Injectable()
export class WaylineExports {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly flights: WaylineFlights,
    private readonly waylines: FlightWaylineRepository,
    private readonly photos: FlightPhotos,
    private readonly audit: AuditTrail,
  ) {}

  /** The wayline in force, with its poses and what was found. @throws NOT_FOUND, WAYLINE_ABSENT */
  async details(actor: Actor, flightId: string): Promise<z.input<typeof WaylineView>> {
    return this.unitOfWork.read(async (tx) => {
      await this.flights.require(tx, actor, flightId, { permission: 'flight.read' });
      const latest = await this.waylines.latest(tx, flightId);
      if (!latest) throw MissionErrors.WAYLINE_ABSENT();
      return toWaylineView(latest);
    });
  }

  /**
   * The wayline in force, or where none was brought in one that is drawn round the flight's airspace; its files are
   * marked with the number of the case. The same flight gives the same bytes.
   * @throws NOT_FOUND, WAYLINE_SET_ASIDE, WAYLINE_FOR_OTHER_DRONE, WAYLINE_MODEL_UNKNOWN, WAYLINE_NOT_DRAWABLE, WAYLINE_ENTERS_ZONE
   */
  async kmz(actor: Actor, flightId: string, query: Query): Promise<ServedFile> {
    return this.unitOfWork.run(actor, async (tx) => {
      const planned = await this.flights.require(tx, actor, flightId, { permission: 'flight.read' });
      const { wayline, at } = await this.wanted(tx, actor, planned, query);
      const label = await this.flights.labelOf(tx, planned);
      const bytes = await writeKmz(labelled(wayline, label), at);
      const file = servedBytes(bytes, KMZ, `${label}.kmz`);
      const subject = { kind: 'flight', id: flightId };
      await this.audit.record(tx, { action: 'flight.exportWayline', subject, details: { sha256: file.sha256 } });
      return file;
    });
  }

  private async wanted(
    tx: Tx,
    actor: Actor,
    planned: PlannedFlight,
    query: Query,
  ): Promise<{ wayline: Wayline; at: Date }> {
    const latest = await this.waylines.latest(tx, planned.flight.id);
    if (!latest) {
      const ground = await this.flights.groundOf(tx, planned);
      const poses = query.along === 'photos' ? await this.photos.of(tx, actor, planned) : undefined;
      return { wayline: await drawnFor(planned, ground, query, poses), at: planned.flight.createdAt };
    }
    const { wayline, importedAt, findings } = latest;
    const reason = setAsideReason(findings);
    if (reason !== undefined) throw MissionErrors.WAYLINE_SET_ASIDE({ reason });
    if (query.model) assertSame(WAYLINE_MODELS[query.model].drone, wayline.mission.drone);
    return { wayline, at: importedAt };
  }
}

async function drawnFor(
  { volumes }: PlannedFlight,
  ground: WaylineGround,
  query: Query,
  poses?: readonly PhotoPose[],
): Promise<Wayline> {
  const volume = volumes[query.volume];
  const model = modelFor(ground.device, query);
  if (!volume) throw MissionErrors.WAYLINE_NOT_DRAWABLE();
  const { geometry } = volume;
  const { heightMetres, gimbalPitchDegrees } = query;
  const wayline = poses
    ? drawThroughPhotos(poses, model, toVolume(volume).upperMetres)
    : drawWayline({ volume: { ...toVolume(volume), geometry }, model, heightMetres, gimbalPitchDegrees });
  if (!wayline) throw MissionErrors.WAYLINE_NOT_DRAWABLE();
  const { refusal } = await inTurns(judgeWayline(wayline, ground));
  if (!refusal) return wayline;
  const { code, ...details } = refusal;
  throw MissionErrors[code](details);
}

function modelFor(device: ProductNumber | undefined, { model }: Query): WaylineModel {
  const chosen = model ? WAYLINE_MODELS[model] : device && modelOf(device);
  if (!chosen) throw MissionErrors.WAYLINE_MODEL_UNKNOWN();
  if (device) assertSame(chosen.drone, device);
  return chosen;
}

function assertSame(waylineDrone: ProductNumber, deviceDrone: ProductNumber): void {
  if (isSame(waylineDrone, deviceDrone)) return;
  const names = { waylineDrone: droneName(waylineDrone), deviceDrone: droneName(deviceDrone) };
  throw MissionErrors.WAYLINE_FOR_OTHER_DRONE(names);
}
