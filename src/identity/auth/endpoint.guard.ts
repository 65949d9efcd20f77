import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  type AuthenticatedRequest,
  authorizationOf,
  BrokerDoor,
  CONFIG,
  type Config,
  ENDPOINT,
  type EndpointOptions,
  isPilotPath,
  mayOperate,
  PlatformErrors,
  Refusals,
} from '../../platform/index.js';
import { AccessService } from '../access/access.service.js';
import { isPermission } from '../access/permissions.js';
import { Authenticator } from './authenticator.js';
import { GUEST_RULE } from './guest-passes.js';

/** Lets a request through only by the rule of its endpoint; whose object it touches is decided by the service. */
@Injectable()
export class EndpointGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly access: AccessService,
    private readonly refusals: Refusals,
    private readonly brokerDoor: BrokerDoor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const endpoint = this.reflector.get<EndpointOptions | undefined>(ENDPOINT, context.getHandler());
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!endpoint) throw PlatformErrors.FORBIDDEN();
    if (endpoint.permission === 'public') return true;
    if (endpoint.permission === 'operations') {
      if (!mayOperate(request, this.config)) throw PlatformErrors.FORBIDDEN();
      return true;
    }
    if (endpoint.permission === 'broker') {
      this.brokerDoor.enter(request);
      return true;
    }
    if (endpoint.permission === GUEST_RULE) {
      request.actor = await this.authenticator.guest(authorizationOf(request));
      return true;
    }
    const actor = await this.authenticator.authenticate(authorizationOf(request), {
      requestId: request.requestId,
      isPilots: isPilotPath(request.path),
    });
    request.actor = actor;
    if (!isPermission(endpoint.permission) || !this.access.holds(actor, endpoint.permission)) {
      await this.refusals.note(actor, {
        action: endpoint.permission,
        details: { method: request.method, path: request.path },
      });
      throw PlatformErrors.FORBIDDEN();
    }
    return true;
  }
}
