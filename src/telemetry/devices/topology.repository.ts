import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import type { TopologyChange } from '../dialects/dialect.js';

/** An aircraft and the gateway it flies behind. */
export interface LivePair {
  readonly gatewayId: string;
  readonly aircraftId: string;
}

@Injectable()
export class TopologyRepository {
  async livePairs(tx: Tx): Promise<LivePair[]> {
    return tx.query<LivePair>(
      `SELECT gateway_id AS "gatewayId", aircraft_id AS "aircraftId" FROM device_topology WHERE unpaired_at IS NULL`,
    );
  }

  /** Ends every live pair of the gateway and of the aircraft but theirs. The aircraft is absent when it went offline. */
  async endPairs(tx: Tx, gatewayId: string, aircraftId: string | null, at: Date): Promise<void> {
    await tx.execute(
      `UPDATE device_topology SET unpaired_at = greatest($3, paired_at)
       WHERE unpaired_at IS NULL AND (gateway_id = $1 OR aircraft_id = $2)
         AND (gateway_id, aircraft_id) IS DISTINCT FROM ($1::uuid, $2::uuid)`,
      [gatewayId, aircraftId, at],
    );
  }

  /** Begins the pair; one that lives already stays as it is. */
  async beginPair(tx: Tx, gatewayId: string, aircraftId: string, change: TopologyChange): Promise<void> {
    await tx.execute(
      `INSERT INTO device_topology
         (id, gateway_id, gateway_class, gateway_model_key, aircraft_id, aircraft_model_key, paired_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [
        newId(),
        gatewayId,
        change.gateway.deviceClass,
        change.gateway.modelKey,
        aircraftId,
        change.subDevice?.modelKey ?? null,
        change.receivedAt,
      ],
    );
  }
}
