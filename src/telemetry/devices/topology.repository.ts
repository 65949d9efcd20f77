import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '../../platform/index.js';
import type { DeviceClass, TopologyChange } from '../dialects/dialect.js';

/** First key of the advisory locks on devices that are being paired; the second is one of 256 (decisions, 12). */
const PAIRING_LOCKS = 0x706169;

/** An aircraft and the gateway it flies behind. */
export interface LivePair {
  readonly gatewayId: string;
  readonly aircraftId: string;
}

export interface PairedModels extends LivePair {
  readonly gatewayClass: DeviceClass;
  readonly gatewayModelKey: string | null;
  readonly aircraftModelKey: string | null;
}

export interface KnownGateway {
  readonly deviceClass: DeviceClass;
  readonly modelKey: string | null;
}

@Injectable()
export class TopologyRepository {
  async livePairs(tx: Tx): Promise<LivePair[]> {
    return tx.query<LivePair>(
      `SELECT gateway_id AS "gatewayId", aircraft_id AS "aircraftId" FROM device_topology WHERE unpaired_at IS NULL`,
    );
  }

  /** As `livePairs`, with what both said they are. */
  async liveModels(tx: Tx): Promise<PairedModels[]> {
    return tx.query<PairedModels>(
      `SELECT gateway_id AS "gatewayId", gateway_class AS "gatewayClass", gateway_model_key AS "gatewayModelKey", aircraft_id AS "aircraftId",
         aircraft_model_key AS "aircraftModelKey"
       FROM device_topology WHERE unpaired_at IS NULL ORDER BY paired_at, id`,
    );
  }

  /** The live pairs that the device is part of. */
  async livePairsOf(tx: Tx, deviceId: string): Promise<LivePair[]> {
    return tx.query<LivePair>(
      `SELECT gateway_id AS "gatewayId", aircraft_id AS "aircraftId" FROM device_topology
       WHERE unpaired_at IS NULL AND (gateway_id = $1 OR aircraft_id = $1) ORDER BY paired_at DESC`,
      [deviceId],
    );
  }

  /** The aircraft that flew behind the gateway at an instant. */
  async aircraftAt(tx: Tx, gatewayId: string, at: Date): Promise<string | undefined> {
    const row = await tx.queryOne<{ id: string }>(
      `SELECT aircraft_id AS id FROM device_topology
       WHERE gateway_id = $1 AND paired_at <= $2 AND (unpaired_at IS NULL OR unpaired_at > $2)
       ORDER BY paired_at DESC LIMIT 1`,
      [gatewayId, at],
    );
    return row?.id;
  }

  /** What the device last said of itself as a gateway; undefined when it never was one. */
  async lastGateway(tx: Tx, deviceId: string): Promise<KnownGateway | undefined> {
    return tx.queryOne<KnownGateway>(
      `SELECT gateway_class AS "deviceClass", gateway_model_key AS "modelKey" FROM device_topology
       WHERE gateway_id = $1 ORDER BY paired_at DESC LIMIT 1`,
      [deviceId],
    );
  }

  /**
   * Waits for, and holds until the end of the transaction, what no other pairing of these devices may hold: of two
   * gateways that announce one aircraft at once, the second must see the first's pair to end it.
   */
  async lock(tx: Tx, deviceIds: readonly string[]): Promise<void> {
    await tx.execute(
      `SELECT pg_advisory_xact_lock($1, key)
       FROM (SELECT DISTINCT hashtext(id) & 255 AS key FROM unnest($2::text[]) AS id ORDER BY key) AS keys`,
      [PAIRING_LOCKS, deviceIds],
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
