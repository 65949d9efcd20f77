import { ZONE_RULES, type ZoneRule } from '../zones/airspace-zone.rules.js';
import { heightsOf } from './zone-heights.rules.js';
import { asRecord, nameOf, type Raw, recordsOf, textOf } from './raw.rules.js';
import { arealOf, circleOf } from './zone-shapes.rules.js';
import { timesOf } from './zone-times.rules.js';
import { type ZoneAuthorityContact, type ZoneDraft, ZoneFault } from './zone-draft.js';

/** Words for what a zone does, of ED-269, ED-318 and ours. */
const RULES: Readonly<Record<string, ZoneRule | 'none'>> = {
  ...Object.fromEntries(ZONE_RULES.map((rule) => [rule.toUpperCase(), rule])),
  REQ_AUTHORISATION: 'authorisation',
  REQ_AUTHORIZATION: 'authorisation',
  NO_RESTRICTION: 'none',
};

/** The zones of one feature; none where it restricts nothing. @throws ZoneFault */
export type FeatureReader = (feature: Raw) => ZoneDraft[];

/** Plain GeoJSON: our own words in `properties`, or heights with unit and reference. */
export const plainZones: FeatureReader = (feature) => {
  const properties = asRecord(feature['properties']) ?? {};
  const rule = ruleOf(properties['rule'] ?? properties['restriction'] ?? properties['type']);
  if (rule === 'none') return [];
  const name = nameOf(properties['name']);
  const { applicability, notes } = timesOf(periodOf(properties));
  const heights = heightsOf(plainLimits(properties));
  return [
    {
      code: nameOf(properties['code'], properties['identifier'], feature['id'], name),
      name,
      rule,
      geometry: arealOf(asRecord(feature['geometry'])),
      ...heights,
      applicability,
      authority: textOf(properties['authority']),
      contact: contactOf(asRecord(properties['contact'])),
      notes: [...notes, ...heights.notes],
    },
  ];
};

/** ED-269: a feature of its own kind, with one or more volumes. */
export const ed269Zones: FeatureReader = (feature) => {
  const rule = ruleOf(feature['restriction']);
  if (rule === 'none') return [];
  const volumes = recordsOf(feature['geometry']);
  if (volumes.length === 0) throw new ZoneFault('ZONE_GEOMETRY_MISSING');
  const shared = euZone(feature, rule, timesOf(feature['applicability']));
  return volumes.map((volume, nth) => {
    const projection = asRecord(volume['horizontalProjection']);
    const isCircle = projection?.['type'] === 'Circle';
    const heights = heightsOf({
      lower: volume['lowerLimit'],
      lowerReference: volume['lowerVerticalReference'],
      upper: volume['upperLimit'],
      upperReference: volume['upperVerticalReference'],
      unit: volume['uomDimensions'],
    });
    const unit = textOf(volume['uomDimensions'])?.toUpperCase() === 'FT' ? 0.3048 : 1;
    const radius = projection?.['radius'];
    const geometry = isCircle
      ? circleOf(projection['center'], typeof radius === 'number' ? radius * unit : radius)
      : arealOf(projection);
    return part(shared, nth, volumes.length, { ...heights, geometry }, isCircle);
  });
};

/** ED-318: GeoJSON features with the layer on each geometry, in older files in the properties. */
export const ed318Zones: FeatureReader = (feature) => {
  const properties = asRecord(feature['properties']) ?? {};
  const rule = ruleOf(properties['type']);
  if (rule === 'none') return [];
  const geometry = asRecord(feature['geometry']);
  const volumes = geometry?.['type'] === 'GeometryCollection' ? recordsOf(geometry['geometries']) : recordsOf(geometry);
  if (volumes.length === 0) throw new ZoneFault('ZONE_GEOMETRY_MISSING');
  const shared = euZone(properties, rule, timesOf(properties['limitedApplicability']));
  return volumes.map((volume, nth) => {
    const layer = asRecord(volume['layer']) ?? asRecord(properties['verticalLayer']) ?? {};
    const { lower, lowerReference, upper, upperReference, uom } = layer;
    const heights = heightsOf({ lower, lowerReference, upper, upperReference, unit: uom });
    const isCircle = volume['type'] === 'Point';
    const radius = asRecord(volume['extent'])?.['radius'];
    const shape = isCircle ? circleOf(volume['coordinates'], radius) : arealOf(volume);
    return part(shared, nth, volumes.length, { ...heights, geometry: shape }, isCircle);
  });
};

type Shared = Omit<ZoneDraft, 'geometry' | 'band' | 'vertical'>;
type Shape = Pick<ZoneDraft, 'geometry' | 'band' | 'vertical' | 'notes'>;

function euZone(zone: Raw, rule: ZoneRule, { applicability, notes }: ReturnType<typeof timesOf>): Shared {
  const authority = recordsOf(zone['zoneAuthority'])[0];
  return {
    code: nameOf(zone['identifier']),
    name: nameOf(zone['name'], zone['identifier']),
    rule,
    applicability,
    authority: textOf(authority?.['name']),
    contact: contactOf(authority),
    notes,
  };
}

function part(shared: Shared, nth: number, parts: number, shape: Shape, isCircle: boolean): ZoneDraft {
  const notes = [...shared.notes, ...shape.notes, ...(isCircle ? (['CIRCLE_AS_POLYGON'] as const) : [])];
  return { ...shared, ...shape, code: parts > 1 ? `${shared.code}#${nth + 1}` : shared.code, notes };
}

function plainLimits(properties: Raw) {
  const inMetres = properties['lowerMetres'] !== undefined || properties['upperMetres'] !== undefined;
  if (inMetres) {
    const { lowerMetres: lower, upperMetres: upper } = properties;
    return { lower, lowerReference: 'AGL', upper, upperReference: 'AGL', unit: 'M' };
  }
  return {
    lower: properties['lowerLimit'],
    lowerReference: properties['lowerVerticalReference'],
    upper: properties['upperLimit'],
    upperReference: properties['upperVerticalReference'],
    unit: properties['uomDimensions'] ?? properties['unit'],
  };
}

function periodOf(properties: Raw): unknown {
  const during = asRecord(properties['during']);
  const applicability = properties['applicability'] ?? properties['limitedApplicability'];
  if (applicability !== undefined || during === undefined) return applicability;
  return [{ startDateTime: during['from'], endDateTime: during['to'], schedule: properties['schedule'] }];
}

function ruleOf(value: unknown): ZoneRule | 'none' {
  const rule = RULES[textOf(value)?.toUpperCase() ?? ''];
  if (rule === undefined) throw new ZoneFault('ZONE_RULE_UNKNOWN');
  return rule;
}

function contactOf(authority: Raw | undefined): ZoneAuthorityContact | null {
  if (authority === undefined) return null;
  const contact = {
    service: textOf(authority['service']),
    contactName: textOf(authority['contactName']),
    email: textOf(authority['email']),
    phone: textOf(authority['phone']),
    siteUrl: textOf(authority['siteURL'] ?? authority['siteUrl']),
  };
  const given = Object.entries(contact).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : null;
}
