import { Controller, Param, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { StorageService } from './storage.service.js';

const StorageView = z
  .object({
    provider: z.string(),
    endpoint: z.string(),
    region: z.string(),
    bucket: z.string(),
    object_key_prefix: z.string().describe('Nothing else may be written'),
    credentials: z.object({
      access_key_id: z.string(),
      access_key_secret: z.string(),
      security_token: z.string(),
      expire: z.int().describe('Seconds from now'),
    }),
  })
  .meta({ id: 'PilotStorage' });

@Controller('storage/api/v1/workspaces')
export class StorageController {
  constructor(private readonly storage: StorageService) {}

  @Endpoint({
    method: 'POST',
    path: ':workspaceId/sts',
    permission: 'evidence.create',
    summary: 'Credentials with which DJI Pilot 2 uploads for an hour, below one prefix',
    status: 200,
    response: StorageView,
    // A kept answer would keep the secret.
    idempotent: false,
  })
  issue(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Req() request: Request,
  ): Promise<z.input<typeof StorageView>> {
    return this.storage.forPerson(actor, workspaceId, `${request.protocol}://${request.get('host') ?? ''}`);
  }
}
