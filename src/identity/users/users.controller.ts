import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../platform/index.js';
import { PasswordLink, UserCreate, UserCreated, UserPage, UserPatch, UserQuery, UserView } from './user.schemas.js';
import { UsersService } from './users.service.js';

@Controller('api/v1')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Endpoint({ method: 'GET', path: 'me', permission: 'me.read', summary: 'The own account', response: UserView })
  me(@CurrentActor() actor: Actor): Promise<z.input<typeof UserView>> {
    return this.users.get(actor.id);
  }

  @Endpoint({
    method: 'GET',
    path: 'users',
    permission: 'user.list',
    summary: 'People by unit (with all below it), role or text',
    response: UserPage,
  })
  list(@Query({ schema: UserQuery }) query: z.output<typeof UserQuery>): Promise<Page<z.input<typeof UserView>>> {
    return this.users.list(query);
  }

  @Endpoint({
    method: 'POST',
    path: 'users',
    permission: 'user.manage',
    idempotent: false,
    summary: 'Create an account; the answer carries a one-time link to set the password',
    response: UserCreated,
    errors: ['USERNAME_TAKEN', 'UNIT_UNKNOWN', 'ROLES_NOT_COMBINABLE'],
  })
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: UserCreate }) body: z.output<typeof UserCreate>,
  ): Promise<z.input<typeof UserCreated>> {
    return this.users.create(actor, body);
  }

  @Endpoint({
    method: 'PATCH',
    path: 'users/:id',
    permission: 'user.manage',
    summary: 'Change another person’s account; its log-ins end',
    response: UserView,
    errors: ['OWN_ACCOUNT', 'LAST_SECURITY_ADMINISTRATOR', 'UNIT_UNKNOWN', 'ROLES_NOT_COMBINABLE'],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: UserPatch }) body: z.output<typeof UserPatch>,
  ): Promise<z.input<typeof UserView>> {
    return this.users.change(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'users/:id/revoke-sessions',
    status: 204,
    permission: 'user.manage',
    summary: 'End all log-ins and sockets of a person',
  })
  async revokeSessions(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<void> {
    await this.users.revokeSessions(actor, id);
  }

  @Endpoint({
    method: 'POST',
    path: 'users/:id/password-link',
    permission: 'user.manage',
    idempotent: false,
    summary: 'A new one-time link to set the password; earlier links end',
    response: PasswordLink,
  })
  async createPasswordLink(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
  ): Promise<z.input<typeof PasswordLink>> {
    return { passwordLink: await this.users.createPasswordLink(actor, id) };
  }
}
