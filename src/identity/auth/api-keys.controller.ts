import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { ApiKeyCreate, ApiKeyCreated, ApiKeyList, toApiKeyView } from './api-key.schemas.js';
import { ApiKeysService } from './api-keys.service.js';

@Controller('api/v1/api-keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Endpoint({
    method: 'GET',
    permission: 'apiKey.manage',
    summary: 'API keys of the own unit and below',
    response: ApiKeyList,
  })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof ApiKeyList>> {
    return { items: (await this.apiKeys.list(actor)).map(toApiKeyView), nextCursor: null };
  }

  @Endpoint({
    method: 'POST',
    permission: 'apiKey.create',
    idempotent: false,
    summary: 'Create a key that acts for oneself within the named permissions; the key is shown once',
    response: ApiKeyCreated,
    errors: ['API_KEY_EXPIRY_INVALID'],
  })
  async create(
    @CurrentActor() actor: Actor,
    @Body({ schema: ApiKeyCreate }) body: z.output<typeof ApiKeyCreate>,
  ): Promise<z.input<typeof ApiKeyCreated>> {
    const { key, ...row } = await this.apiKeys.create(actor, body);
    return { ...toApiKeyView(row), key };
  }

  @Endpoint({
    method: 'DELETE',
    path: ':id',
    status: 204,
    permission: 'apiKey.manage',
    summary: 'Revoke a key at once',
  })
  async revoke(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    await this.apiKeys.revoke(actor, id);
  }
}
