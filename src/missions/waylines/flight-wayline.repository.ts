import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { FlightWayline } from './flight-wayline.entity.js';

/** The only SQL on waylines of flights. */
@Injectable()
export class FlightWaylineRepository {
  /** The one in force. */
  async latest(tx: Tx, flightId: string): Promise<FlightWayline | undefined> {
    const [latest] = await tx
      .repository(FlightWayline)
      .find({ where: { flightId }, order: { version: 'DESC' }, take: 1 });
    return latest;
  }

  /** Of any version. */
  async find(tx: Tx, id: string): Promise<FlightWayline | undefined> {
    return (await tx.repository(FlightWayline).findOneBy({ id })) ?? undefined;
  }

  async insert(tx: Tx, wayline: FlightWayline): Promise<void> {
    await tx.repository(FlightWayline).insert(wayline);
  }
}
