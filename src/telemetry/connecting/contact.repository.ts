import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { Contact } from './contact.rules.js';

export interface KnownContact extends Contact {
  readonly deviceId: string;
  /** When its last frame came, and how far its clock was ahead of ours then. */
  readonly heardAt: Date | null;
  readonly clockAheadMs: number | null;
}

/** What is new of one gateway; what is null stays as it was. */
interface ContactNews extends Contact {
  readonly deviceId: string;
}

const KNOWN = `
  SELECT d.id AS "deviceId", c.signed_in_at AS "signedInAt", c.connected_at AS "connectedAt",
    c.refused_at AS "refusedAt", c.refusal_reason AS "refusalReason",
    c.topology_answered_at AS "topologyAnsweredAt", c.topology_refused_at AS "topologyRefusedAt",
    c.topology_refusal_code AS "topologyRefusalCode", c.topology_refusal_detail AS "topologyRefusalDetail",
    c.topology_packet AS "topologyPacket", l.received_at AS "heardAt",
    round(extract(epoch FROM l.heard_at - l.received_at) * 1000)::double precision AS "clockAheadMs"
  FROM unnest($1::uuid[]) AS d (id)
  LEFT JOIN gateway_contact c ON c.device_id = d.id
  LEFT JOIN device_latest l ON l.device_id = d.id`;

const KEEP = `
  INSERT INTO gateway_contact AS known (device_id, signed_in_at, connected_at, refused_at, refusal_reason,
    topology_answered_at, topology_refused_at, topology_refusal_code, topology_refusal_detail, topology_packet)
  SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::text[],
    $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::text[])
  ON CONFLICT (device_id) DO UPDATE SET
    signed_in_at = greatest(known.signed_in_at, excluded.signed_in_at),
    connected_at = greatest(known.connected_at, excluded.connected_at),
    refused_at = coalesce(excluded.refused_at, known.refused_at),
    refusal_reason = coalesce(excluded.refusal_reason, known.refusal_reason),
    topology_answered_at = greatest(known.topology_answered_at, excluded.topology_answered_at),
    topology_refused_at = coalesce(excluded.topology_refused_at, known.topology_refused_at),
    topology_refusal_code = coalesce(excluded.topology_refusal_code, known.topology_refusal_code),
    topology_refusal_detail = coalesce(excluded.topology_refusal_detail, known.topology_refusal_detail),
    topology_packet = coalesce(excluded.topology_packet, known.topology_packet)`;

@Injectable()
export class ContactRepository {
  /** One for each of the devices, in no order. */
  async of(tx: Tx, deviceIds: readonly string[]): Promise<KnownContact[]> {
    return tx.query<KnownContact>(KNOWN, [deviceIds]);
  }

  /** Every device that ever came as a gateway. */
  async seen(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT device_id AS id FROM gateway_contact WHERE num_nonnulls(signed_in_at, topology_answered_at, topology_refused_at) > 0`,
    );
    return rows.map(({ id }) => id);
  }

  /** At most one for a device. */
  async keep(tx: Tx, news: readonly ContactNews[]): Promise<void> {
    const column = <K extends keyof ContactNews>(name: K) => news.map((one) => one[name]);
    await tx.execute(KEEP, [
      column('deviceId'),
      column('signedInAt'),
      column('connectedAt'),
      column('refusedAt'),
      column('refusalReason'),
      column('topologyAnsweredAt'),
      column('topologyRefusedAt'),
      column('topologyRefusalCode'),
      column('topologyRefusalDetail'),
      column('topologyPacket'),
    ]);
  }
}
