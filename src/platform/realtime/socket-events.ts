import type { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { SOCKET_EVENT, type SocketEventOptions } from './socket-event.js';

const GATEWAY = 'websockets:is_gateway';
const GATEWAY_OPTIONS = 'websockets:gateway_options';
const MESSAGE = 'message';

/** A socket event with the namespace it belongs to. */
export interface DeclaredSocketEvent extends SocketEventOptions {
  readonly namespace: string;
}

interface Tools {
  readonly discovery: DiscoveryService;
  readonly scanner: MetadataScanner;
  readonly reflector: Reflector;
}

/**
 * Every event of every gateway with its rule.
 * @throws when a gateway method listens to an event without `@SocketEvent`
 */
export function declaredSocketEvents({ discovery, scanner, reflector }: Tools): DeclaredSocketEvent[] {
  const events: DeclaredSocketEvent[] = [];
  for (const { metatype, instance } of discovery.getProviders()) {
    if (!metatype || typeof instance !== 'object' || instance === null || !reflector.get<boolean>(GATEWAY, metatype))
      continue;
    const { namespace = '' } = reflector.get<{ namespace?: string }>(GATEWAY_OPTIONS, metatype);
    for (const name of scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
      const method = (instance as Record<string, () => unknown>)[name];
      if (!method || reflector.get<unknown>(MESSAGE, method) === undefined) continue;
      const options = reflector.get<SocketEventOptions | undefined>(SOCKET_EVENT, method);
      if (!options) throw new Error(`${metatype.name}.${name} listens without @SocketEvent`);
      events.push({ ...options, namespace: namespace.replace(/^\//, '') });
    }
  }
  return events.sort((a, b) => (a.namespace + a.event < b.namespace + b.event ? -1 : 1));
}
