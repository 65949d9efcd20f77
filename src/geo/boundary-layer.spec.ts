import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Topology } from 'topojson-specification';
import { BoundarySet } from './boundary-set.js';
import type { BoundaryReading } from './boundary-source.rules.js';
import { featuresFromGeoJson, featuresFromTopology } from './boundary-source.rules.js';
import type { BoundaryFeature, BoundaryLevel } from './boundary.types.js';
import type { Place } from './place.rules.js';
import { placeInWords } from './place.rules.js';
import { areaSquareMetres, boundingBox, contains } from './polygon.rules.js';

const resource = (name: string) => new URL(`../../resources/boundaries/${name}`, import.meta.url);
const json = (path: URL | string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const read = (reading: BoundaryReading): readonly BoundaryFeature[] => {
  if (!reading.ok) throw new Error(`${reading.code} at feature ${reading.index}`);
  return reading.features;
};

const derived = read(featuresFromTopology(json(resource('hebei.topo.json')) as Topology));
const places = json(resource('places.json')) as Place[];
const set = new BoundarySet(derived);
const areaOf = (level: BoundaryLevel, within = derived) =>
  within.filter((unit) => unit.level === level).reduce((sum, { geometry }) => sum + areaSquareMetres(geometry), 0);

describe('the default layer', () => {
  it('is small and says what it is', () => {
    expect(statSync(resource('hebei.topo.json')).size).toBeLessThan(200_000);
    expect(readFileSync(resource('hebei.topo.json'), 'utf8').slice(0, 200)).toContain('Generalised, for demonstration');
    expect(readFileSync(resource('NOTICE'), 'utf8')).toMatch(/GENERALISED, FOR DEMONSTRATION[\s\S]*GeoNames/);
  });

  it('has the province, 11 cities and 167 counties, each under its parent', () => {
    expect(set.units('province').map(({ adcode, name }) => [adcode, name])).toEqual([['130000', '河北省']]);
    expect(set.units('city')).toHaveLength(11);
    expect(set.units('county')).toHaveLength(167);
    for (const { adcode, parent } of set.units('county')) expect(parent).toBe(`${adcode.slice(0, 4)}00`);
    for (const { parent } of set.units('city')) expect(parent).toBe('130000');
  });

  it('has labels inside the shapes', () => {
    expect(derived.filter(({ geometry, label }) => !contains(geometry, label))).toEqual([]);
  });

  it('has no gap and no overlap: the levels cover the same ground, all of it in one county', () => {
    const province = areaOf('province');
    expect(Math.abs(areaOf('county') / province - 1)).toBeLessThan(1e-9);
    expect(Math.abs(areaOf('city') / province - 1)).toBeLessThan(1e-9);
    const outline = new BoundarySet(derived.filter(({ level }) => level === 'province'));
    const counties = new BoundarySet(derived.filter(({ level }) => level === 'county'));
    const differing = lattice(derived, 50).filter(
      (position) => Boolean(outline.locate(position).province) !== Boolean(counties.locate(position).county),
    );
    expect(differing).toEqual([]);
  });

  it('puts well-known places into their counties', () => {
    const found = [
      { lon: 115.98, lat: 38.93 },
      { lon: 117.35, lat: 38.372 },
      { lon: 116.5354, lat: 37.887 },
      { lon: 118.4542, lat: 39.2718 },
    ].map((position) => set.locate(position).county?.name);
    expect(found).toEqual(['安新县', '黄骅市', '东光县', '曹妃甸区']);
  });

  it('has a place in every county, and all places in theirs', () => {
    expect(new Set(places.map(({ adcode }) => adcode)).size).toBe(167);
    expect(places.filter((place) => set.locate(place).county?.adcode !== place.adcode)).toEqual([]);
    expect(placeInWords({ lon: 116.5615, lat: 37.9073 }, places)?.text.en).toBe('3.2 km NE of 东光镇');
  });
});

const samples = join(process.env.SKYDOCKET_SAMPLES ?? '../shared/data', 'hebei');
const withSamples = existsSync(samples) ? describe : describe.skip;

withSamples('the default layer against the better one (skipped without sample data: SKYDOCKET_SAMPLES)', () => {
  const better = ['province', 'cities', 'counties'].flatMap((level) =>
    existsSync(samples) ? read(featuresFromGeoJson(json(join(samples, `hebei_${level}.geojson`)))) : [],
  );
  const key = ({ adcode, name, level }: BoundaryFeature) => `${level} ${adcode} ${name}`;
  const labels = better.filter(({ level }) => level === 'county');

  it('has the same codes and names', () => {
    expect(derived.map(key).toSorted()).toEqual(better.map(key).toSorted());
  });

  it('holds every label point in the county of its code, but perhaps for 襄都区, redrawn in 2020', () => {
    expect(labels).toHaveLength(167);
    const missed = labels.filter(({ adcode, label }) => set.locate(label).county?.adcode !== adcode);
    expect(missed.map(({ name }) => name).filter((name) => name !== '襄都区')).toEqual([]);
  });

  it('agrees on the county of 97 in 100 positions and, of the rest, mostly knows that it is near a boundary', () => {
    const other = new BoundarySet(better);
    const pairs = lattice(better, 100)
      .map((position) => ({ ours: set.locate(position), theirs: other.locate(position) }))
      .filter(({ theirs }) => theirs.county);
    const differing = pairs.filter(({ ours, theirs }) => ours.county?.adcode !== theirs.county?.adcode);
    const unaware = differing.filter(({ ours }) => !ours.nearBoundary);
    expect(pairs.length).toBeGreaterThan(4_000);
    expect(differing.length / pairs.length).toBeLessThan(0.03);
    expect(unaware.length / pairs.length).toBeLessThan(0.006);
  });
});

/** Positions in rows and columns over the province's box. */
function lattice(features: readonly BoundaryFeature[], perSide: number): { lon: number; lat: number }[] {
  const outline = features.find(({ level }) => level === 'province');
  if (!outline) throw new Error('the layer has no province');
  const { minLon, minLat, maxLon, maxLat } = boundingBox(outline.geometry);
  return Array.from({ length: perSide * perSide }, (_, i) => ({
    lon: minLon + (((i % perSide) + 0.5) / perSide) * (maxLon - minLon),
    lat: minLat + ((Math.floor(i / perSide) + 0.5) / perSide) * (maxLat - minLat),
  }));
}
