import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { ContactInput, ContactView } from './contact.schemas.js';
import { Contacts } from './contacts.service.js';

@Controller('api/v1/users/:id/contact')
export class ContactsController {
  constructor(private readonly contacts: Contacts) {}

  @Endpoint({
    method: 'GET',
    permission: 'contact.read',
    summary: 'Where a person is reached outside the console',
    response: ContactView,
    errors: ['NOT_FOUND'],
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<z.input<typeof ContactView>> {
    return this.contacts.get(actor, id);
  }

  @Endpoint({
    method: 'PUT',
    permission: 'contact.manage',
    summary: 'Say where one is reached oneself; of others the security administrator says it',
    response: ContactView,
    errors: ['NOT_FOUND'],
  })
  set(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ContactInput }) body: z.output<typeof ContactInput>,
  ): Promise<z.input<typeof ContactView>> {
    return this.contacts.set(actor, id, body);
  }
}
