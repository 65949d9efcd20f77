import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';

/** As a controller takes it: DJI's bridge knows these two schemes, none for TLS, and a path for sockets only. */
const BROKER_ADDRESS = /^(tcp:\/\/[A-Za-z0-9.-]+(:\d{1,5})?|ws:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[\w./~-]{0,100})?)$/;
const HOST = /^[A-Za-z0-9.-]{1,253}$/;

const plain = (longest: number) => z.string().trim().min(1).max(longest);
const Secret = plain(4_096).optional().describe('Left out: stays as it is');

export const DjiConnectionChange = z
  .strictObject({
    appId: plain(64).describe('Of the Cloud API app at DJI'),
    appKey: Secret,
    appLicense: Secret,
    brokerAddress: z
      .string()
      .regex(BROKER_ADDRESS, { error: 'tcp://host:port or ws://host:port/path; DJI Pilot 2 takes no other scheme' })
      .describe('Where controllers and docks reach the broker'),
    platformName: plain(60).describe('Shown by the controller'),
    ntpHost: z.string().regex(HOST).describe('Where docks ask for the time'),
    ntpPort: z.int().min(1).max(65_535).default(123),
    version: z.int().min(0).describe('The version one has seen; 0 for the first'),
  })
  .meta({ id: 'DjiConnectionChange' });

export const DjiConnectionView = z
  .object({
    version: z.int().describe('0 before it was set up'),
    appId: z.string().nullable(),
    brokerAddress: z.string().nullable(),
    platformName: z.string().nullable(),
    ntpHost: z.string().nullable(),
    ntpPort: z.int().nullable(),
    changedBy: Id.nullable(),
    changedAt: InstantView.nullable(),
  })
  .describe('Without its secrets, which nobody is shown again')
  .meta({ id: 'DjiConnection' });
