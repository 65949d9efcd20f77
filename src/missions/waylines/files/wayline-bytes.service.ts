import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { LIVE_FLIGHT_STATES } from '../../flights/flight.rules.js';
import { FlightRepository } from '../../flights/flight.repository.js';
import type { PlannedFlight } from '../../flights/planned-flight.js';
import { setAsideReason } from '../checks/wayline-findings.rules.js';
import type { FlightWayline } from '../flight-wayline.entity.js';
import { FlightWaylineRepository } from '../flight-wayline.repository.js';
import { LibraryRepository } from '../library/library.repository.js';
import { labelled } from '../wayline-label.rules.js';
import { WaylineFlights } from '../wayline-flights.service.js';
import { writeKmz } from '../wpml/wpml.writer.js';

/** A wayline as an aircraft gets it. */
export interface WaylineFile {
  readonly waylineId: string;
  readonly bytes: Buffer;
  readonly md5: string;
  readonly name: string;
  /** Empty for a wayline of a unit. */
  readonly flight: PlannedFlight | null;
}

/** Writes waylines for aircraft: the same wayline gives the same bytes. Who may have them is for the caller to say. */
@Injectable()
export class WaylineBytes {
  constructor(
    private readonly library: LibraryRepository,
    private readonly waylines: FlightWaylineRepository,
    private readonly flights: FlightRepository,
    private readonly labels: WaylineFlights,
  ) {}

  /** Undefined where there is none, or it is not in force any more. */
  async find(tx: Tx, waylineId: string): Promise<WaylineFile | undefined> {
    const own = await this.library.find(tx, waylineId);
    if (own) return fileOf(waylineId, await writeKmz(own.wayline, own.addedAt), `${own.name}.kmz`, null);
    const found = await this.waylines.find(tx, waylineId);
    const planned = found && (await this.flights.find(tx, found.flightId));
    if (!planned) return undefined;
    const inForce = await this.inForce(tx, planned);
    return inForce?.id === waylineId ? this.ofFlight(tx, planned, inForce) : undefined;
  }

  /** The wayline that the flight is to be flown by now. */
  async inForce(tx: Tx, { flight }: PlannedFlight): Promise<FlightWayline | undefined> {
    if (!LIVE_FLIGHT_STATES.includes(flight.state)) return undefined;
    const latest = await this.waylines.latest(tx, flight.id);
    return latest && setAsideReason(latest.findings) === undefined ? latest : undefined;
  }

  async ofFlight(tx: Tx, planned: PlannedFlight, { id, wayline, importedAt }: FlightWayline): Promise<WaylineFile> {
    const label = await this.labels.labelOf(tx, planned);
    return fileOf(id, await writeKmz(labelled(wayline, label), importedAt), `${label}.kmz`, planned);
  }
}

function fileOf(waylineId: string, bytes: Buffer, name: string, flight: PlannedFlight | null): WaylineFile {
  return { waylineId, bytes, md5: createHash('md5').update(bytes).digest('hex'), name, flight };
}
