import type { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';

type Method<Arguments extends unknown[]> = (...given: Arguments) => Promise<void>;

/** Calls `found` for every method of every provider that carries `metadataKey`. */
export function discoverMethods<Arguments extends unknown[]>(
  tools: { discovery: DiscoveryService; scanner: MetadataScanner; reflector: Reflector },
  metadataKey: string,
  found: (value: string, method: Method<Arguments>) => void,
): void {
  for (const { instance } of tools.discovery.getProviders()) {
    if (typeof instance !== 'object' || instance === null) continue;
    for (const name of tools.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
      const method = (instance as Record<string, unknown>)[name];
      if (typeof method !== 'function') continue;
      const value = tools.reflector.get<string | undefined>(metadataKey, method);
      if (value) found(value, (...given) => (method as Method<Arguments>).apply(instance, given));
    }
  }
}
