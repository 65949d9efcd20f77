import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type CommandType, PAYLOADS } from '../../src/command/commands/command-types.js';

const TRIANGLE = {
  type: 'Polygon',
  coordinates: [
    [
      [116, 38],
      [117, 38],
      [117, 39],
      [116, 38],
    ],
  ],
};

/** Where a shape says more than its schema can. */
const SPECIAL: Readonly<Partial<Record<CommandType, object>>> = {
  'order.override': { stop: true },
  'map.put': { geometry: { type: 'Point', coordinates: [116.5, 37.9] } },
  'order.receive': { seen: [randomUUID()] },
  'request.meet': { remark: 'x' },
  'material.add': { text: 'x' },
  'conclusion.sign': { sha256: 'a'.repeat(64) },
  'conclusion.dissent': { sha256: 'a'.repeat(64) },
  'conclusion.settle': { sha256: 'a'.repeat(64) },
  'sector.put': { polygon: TRIANGLE },
};

interface Shape {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minimum?: number;
}

/** The smallest payload that a command takes. @throws Error when the schema does not take what was made of it */
export function sampleOf(type: CommandType, given: Readonly<Record<string, unknown>> = {}): object {
  const shape = z.toJSONSchema(PAYLOADS[type], { io: 'input', unrepresentable: 'any' }) as Shape;
  const drawn = { ...(valueOf(shape) as object), ...SPECIAL[type] };
  const known = Object.entries(given).filter(([name]) => name in drawn);
  const sample = { ...drawn, ...Object.fromEntries(known) };
  const parsed = PAYLOADS[type].safeParse(sample);
  if (!parsed.success) throw new Error(`${type} has no sample: say in command-samples.ts what it needs`);
  return sample;
}

function valueOf(shape: Shape): unknown {
  const choice = shape.anyOf?.[0] ?? shape.oneOf?.[0];
  if (choice) return valueOf(choice);
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  if (shape.type === 'object') {
    const required = shape.required ?? [];
    return Object.fromEntries(required.map((name) => [name, valueOf(shape.properties?.[name] ?? {})]));
  }
  if (shape.type === 'array') return Array.from({ length: shape.minItems ?? 0 }, () => valueOf(shape.items ?? {}));
  if (shape.type === 'boolean') return true;
  if (shape.type === 'number' || shape.type === 'integer') return Math.max(1, shape.minimum ?? 1);
  return textOf(shape.format);
}

function textOf(format: string | undefined): string {
  if (format === 'uuid') return randomUUID();
  return format === 'date-time' ? new Date(Date.now() + 3_600_000).toISOString() : 'x';
}
