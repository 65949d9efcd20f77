import { Injectable } from '@nestjs/common';
import { AccessService } from '../../identity/index.js';
import type { PhotoPose, PhotoPoses } from '../../missions/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { EvidenceRepository } from './evidence.repository.js';

/** What pictures of a flight claim of how their cameras stood, to whoever may see the pictures. */
@Injectable()
export class FlightPhotoPoses implements PhotoPoses {
  constructor(
    private readonly items: EvidenceRepository,
    private readonly access: AccessService,
  ) {}

  async ofFlight(tx: Tx, actor: Actor, flightId: string): Promise<PhotoPose[]> {
    const rows = await this.items.photosOfFlight(tx, this.access.scope(actor, 'evidence.read'), flightId);
    return rows.map(({ id, takenAt, lon, lat, heights, gimbal, airframe }) => ({
      evidenceId: id,
      takenAt,
      position: { lon, lat },
      heightMetres: heights.aboveTakeoffMetres,
      headingDegrees: turned(airframe.yawDegrees),
      gimbalPitchDegrees: gimbal.pitchDegrees,
      gimbalYawDegrees: turned(gimbal.yawDegrees),
    }));
  }
}

function turned(degrees: number | null): number | null {
  return degrees === null ? null : ((degrees % 360) + 360) % 360;
}
