import { Controller, Param } from '@nestjs/common';
import { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { BROKER_STATES } from '../accounts/broker.accounts.js';
import { CredentialService } from './credential.service.js';

const MqttCredential = z
  .object({
    username: z.string().describe('The asset code; the embedded broker accepts the serial too'),
    password: z.string(),
    brokerState: z
      .enum(BROKER_STATES)
      .describe(
        'ready: it opens a line now. pending: the external broker will be told as soon as it answers. elsewhere: an external broker that this service does not administer',
      ),
  })
  .meta({ id: 'MqttCredential' });

@Controller('api/v1/devices')
export class CredentialsController {
  constructor(private readonly credentials: CredentialService) {}

  @Endpoint({
    method: 'POST',
    path: ':id/mqtt-credential',
    permission: 'credential.issue',
    summary: 'A new broker secret for the device, shown once; the one before ends at once',
    response: MqttCredential,
    errors: ['DEVICE_HAS_NO_LINK'],
    // A kept answer would keep the secret.
    idempotent: false,
  })
  issue(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof MqttCredential>> {
    return this.credentials.issue(actor, id);
  }
}
