import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { featuresFromTopology } from '../../geo/index.js';
import { readResource } from './boundary-resources.js';
import { unitsByRule } from './unit-names.rules.js';

const samples = join(process.env['SKYDOCKET_SAMPLES'] ?? '../shared/data', 'hebei', 'orgs_by_rule_hebei.csv');
const withSamples = existsSync(samples) ? it : it.skip;

function units() {
  const reading = featuresFromTopology(readResource('hebei.topo.json') as Parameters<typeof featuresFromTopology>[0]);
  if (!reading.ok) throw new Error(reading.code);
  return unitsByRule(
    reading.features.map((feature) => ({
      ...feature,
      parent: feature.parent ?? null,
      label: [feature.label.lon, feature.label.lat] as const,
    })),
  );
}

describe('unitsByRule', () => {
  it('names 180 units, no name twice', () => {
    const names = units().map(({ name }) => name);
    expect(names).toHaveLength(180);
    expect(new Set(names).size).toBe(180);
  });

  it('puts the city before districts only', () => {
    const names = units().map(({ name }) => name);
    expect(names).toContain('张家口市桥西区人民检察院');
    expect(names).toContain('东光县人民检察院');
    expect(names).toContain('定州市人民检察院');
    expect(names).toContain('河北省人民检察院雄安新区分院');
  });

  withSamples(
    'agrees with the list made by the same rule from another source (skipped where the samples are absent)',
    () => {
      const rows = readFileSync(samples, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','));
      expect(
        units()
          .map(({ name }) => name)
          .sort(),
      ).toEqual(rows.map((cells) => cells[3] ?? '').sort());
    },
  );
});
