import type { Type } from '@nestjs/common';
import { PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/internal';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { z } from 'zod';
import { ENDPOINT, type EndpointOptions } from './endpoint.js';

/** What Nest's parameter decorators stand for, by the number they store. */
const PARAMETER_KINDS: Readonly<Record<string, 'body' | 'query' | 'path'>> = { 3: 'body', 4: 'query', 5: 'path' };

interface RouteArgument {
  readonly data?: unknown;
  readonly schema?: z.ZodType;
}

/** One route as it was declared, with the schemas its parameters carry. */
export interface DeclaredRoute {
  readonly controller: string;
  readonly handler: string;
  readonly path: string;
  readonly endpoint: EndpointOptions & { readonly status: number };
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly pathParameters: Readonly<Record<string, z.ZodType | undefined>>;
}

interface Tools {
  readonly discovery: DiscoveryService;
  readonly scanner: MetadataScanner;
  readonly reflector: Reflector;
}

/**
 * Every route of the application with its rule.
 * @throws when a controller method that serves a route has no `@Endpoint`
 */
export function declaredRoutes({ discovery, scanner, reflector }: Tools): DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  for (const { metatype, instance } of discovery.getControllers()) {
    if (!metatype || typeof instance !== 'object' || instance === null) continue;
    const prefix = reflector.get<string | undefined>(PATH_METADATA, metatype) ?? '';
    for (const name of scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
      const method = (instance as Record<string, () => unknown>)[name];
      if (!method) continue;
      const suffix = reflector.get<string | undefined>(PATH_METADATA, method);
      if (suffix === undefined) continue;
      const endpoint = reflector.get<DeclaredRoute['endpoint'] | undefined>(ENDPOINT, method);
      if (!endpoint) throw new Error(`${metatype.name}.${name} serves a route without @Endpoint`);
      routes.push({
        controller: metatype.name,
        handler: name,
        path: joined(prefix, suffix),
        endpoint,
        ...parametersOf(metatype as Type, name),
      });
    }
  }
  return routes.sort((a, b) => (a.path + a.endpoint.method < b.path + b.endpoint.method ? -1 : 1));
}

function joined(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

function parametersOf(controller: Type, handler: string): Pick<DeclaredRoute, 'body' | 'query' | 'pathParameters'> {
  const declared = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<
    string,
    RouteArgument
  >;
  const pathParameters: Record<string, z.ZodType | undefined> = {};
  let body: z.ZodType | undefined;
  let query: z.ZodType | undefined;
  for (const [key, { data, schema }] of Object.entries(declared)) {
    const kind = PARAMETER_KINDS[key.split(':')[0] ?? ''];
    if (kind === 'body') body = schema;
    if (kind === 'query') query = schema;
    if (kind === 'path' && typeof data === 'string') pathParameters[data] = schema;
    if (kind === 'path' && data === undefined && schema instanceof z.ZodObject)
      Object.assign(pathParameters, schema.shape);
  }
  return { body, query, pathParameters };
}

type Json = Record<string, unknown>;

/** OpenAPI 3.1 document of the declared routes; schemas with a `meta({id})` become components. */
export function openApiDocument(routes: readonly DeclaredRoute[], version: string, demonstration: boolean): Json {
  const components: Record<string, Json> = { Problem: problemSchema };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.endpoint.method.toLowerCase()]: operation(route, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `Skydocket 天证${demonstration ? ' (DEMONSTRATION / 演示数据)' : ''}`,
      version,
      description:
        'Drones, satellite imagery and rapid tests as evidence for public-interest cases. Instants are ISO 8601 with zone; positions WGS-84.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'Access token or API key' } },
    },
  };
}

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457 problem document',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string', description: 'English' },
          zh: { type: 'string', description: 'Chinese' },
        },
      },
    },
  },
};

function tagOf({ path }: DeclaredRoute): string {
  const parts = path.split('/').filter(Boolean);
  return (parts[0] === 'api' ? parts[2] : parts[0]) ?? 'root';
}

function operation(route: DeclaredRoute, components: Record<string, Json>): Json {
  const { endpoint } = route;
  return {
    operationId: `${route.controller.replace(/Controller$/, '')}_${route.handler}`,
    tags: [tagOf(route)],
    summary: endpoint.summary,
    description: `Rule: \`${endpoint.permission}\`.`,
    security: endpoint.permission === 'public' ? [] : [{ bearer: [] }],
    parameters: [
      ...pathParameters(route, components),
      ...queryParameters(route, components),
      ...headerParameters(endpoint),
    ],
    ...requestBody(route, components),
    responses: responses(endpoint, components),
  };
}

function pathParameters({ pathParameters: declared }: DeclaredRoute, components: Record<string, Json>): Json[] {
  return Object.entries(declared).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: schema ? jsonSchema(schema, 'input', components) : { type: 'string' },
  }));
}

function queryParameters({ query }: DeclaredRoute, components: Record<string, Json>): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = jsonSchema(query, 'input', components, true) as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function headerParameters({ method, idempotent, permission }: EndpointOptions): Json[] {
  if (method !== 'POST' || idempotent === false || permission === 'public') return [];
  return [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } }];
}

function requestBody({ body, endpoint: { consumes } }: DeclaredRoute, components: Record<string, Json>): Json {
  const schema = body ?? consumes?.schema;
  if (!schema) return {};
  const content = { [consumes?.mediaType ?? 'application/json']: { schema: jsonSchema(schema, 'input', components) } };
  return { requestBody: { required: true, content } };
}

function responses(
  { status, response, produces, errors = [] }: DeclaredRoute['endpoint'],
  components: Record<string, Json>,
): Json {
  const content = response
    ? { 'application/json': { schema: jsonSchema(response, 'output', components) } }
    : produces && { [produces]: {} };
  const problem = (description: string): Json => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  return {
    [String(status)]: { description: 'Done', ...(content && { content }) },
    '4XX': problem(errors.length > 0 ? `Refused, for example: ${errors.join(', ')}` : 'Refused'),
    '5XX': problem('A fault on our side'),
  };
}

/** JSON Schema of a Zod type; every `meta({id})` inside is moved to the components. */
function jsonSchema(type: z.ZodType, io: 'input' | 'output', components: Record<string, Json>, inline = false): Json {
  const {
    $schema: _dialect,
    $defs = {},
    id,
    ...schema
  } = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Json & { $defs?: Record<string, Json> };
  for (const [name, definition] of Object.entries($defs)) {
    const { id: _id, ...rest } = definition;
    components[name] = relocated(rest);
  }
  if (typeof id !== 'string' || inline) return relocated(schema);
  components[id] = relocated(schema);
  return { $ref: `#/components/schemas/${id}` };
}

function relocated(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
