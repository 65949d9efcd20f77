import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CameraPose } from './drawing/camera-pose.rules.js';
import type { WaylineFinding } from './checks/wayline-check.rules.js';
import type { Wayline } from './wayline.types.js';

@Entity('flight_wayline')
export class FlightWayline {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  flightId!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  sha256!: string;

  @Column('text', { nullable: true })
  templateSha256!: string | null;

  @Column('text')
  fileName!: string;

  @Column('text', { nullable: true })
  templateType!: string | null;

  @Column('jsonb')
  wayline!: Wayline;

  @Column('jsonb')
  poses!: readonly CameraPose[];

  @Column('jsonb')
  findings!: readonly WaylineFinding[];

  @Column('integer')
  waypointCount!: number;

  @Column('double precision')
  lengthMetres!: number;

  @Column('double precision')
  movingSeconds!: number;

  @Column('double precision')
  hoverSeconds!: number;

  @Column('double precision', { nullable: true })
  statedMetres!: number | null;

  @Column('double precision', { nullable: true })
  statedSeconds!: number | null;

  @Column('uuid')
  importedBy!: string;

  @Column('text')
  importedByName!: string;

  @Column('timestamptz')
  importedAt!: Date;
}
