import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each controller and dock last came on its way in: what an administrator looks at when one does not appear. */
export class CreateGatewayContact1764000056000 implements MigrationInterface {
  name = 'CreateGatewayContact1764000056000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE gateway_contact (
  device_id uuid CONSTRAINT gateway_contact_pkey PRIMARY KEY
    CONSTRAINT gateway_contact_device_fkey REFERENCES device (id) ON DELETE CASCADE,
  signed_in_at timestamptz,
  connected_at timestamptz,
  refused_at timestamptz,
  refusal_reason text,
  topology_answered_at timestamptz,
  topology_refused_at timestamptz,
  topology_refusal_code text,
  topology_refusal_detail text,
  topology_packet text,
  CONSTRAINT gateway_contact_refused_check CHECK ((refused_at IS NULL) = (refusal_reason IS NULL)),
  CONSTRAINT gateway_contact_topology_check
    CHECK (num_nulls(topology_refused_at, topology_refusal_code, topology_refusal_detail, topology_packet) IN (0, 4))
);
COMMENT ON COLUMN gateway_contact.signed_in_at IS 'when the pilot page was last given a line for it';
COMMENT ON COLUMN gateway_contact.connected_at IS 'when our own broker last let it in; an external one does not tell';
COMMENT ON COLUMN gateway_contact.topology_packet IS 'the beginning of what was refused, without its secrets';
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE gateway_contact`);
  }
}
