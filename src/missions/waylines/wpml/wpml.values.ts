import { childOf, type XmlElement } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import type { Fragment } from '../wayline.types.js';

/** Decimals that are kept: a tenth of a millimetre in degrees. What is read then comes back as it is written. */
const DECIMALS = 9;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,2})?$/i;
/** Who drew it is nobody's business: the author is a telephone number in files of FlightHub. */
const PERSONAL = /author|user|phone|pilot|operator/i;

export function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS)) + 0;
}

/** Without an exponent, which not every reader understands. */
export function decimalText(value: number): string {
  const text = value.toFixed(DECIMALS);
  return text.replace(/\.?0+$/, '');
}

/** An element together with where it stands, for the refusals. */
export interface Spot {
  readonly element: XmlElement | undefined;
  readonly where: string;
}

/** Where something stands, for both languages of a refusal. */
export function placed(where: string) {
  const words = where.replace('missionConfig of the template', '模板的 missionConfig');
  return { where, whereZh: words.replace('path ', '航段 ').replace(', point ', '、航点 ') };
}

export function textAt({ element }: Spot, name: string): string | null {
  return childOf(element, name)?.text || null;
}

/** @throws WAYLINE_VALUE_INVALID where it is there and no number */
export function numberAt(spot: Spot, name: string): number | null {
  const text = textAt(spot, name);
  return text === null ? null : parsed(text, name, spot.where);
}

/** @throws WAYLINE_ELEMENT_MISSING, WAYLINE_VALUE_INVALID */
export function requiredNumberAt(spot: Spot, name: string): number {
  return numberAt(spot, name) ?? missing(spot, name);
}

/** Beyond these a height above a point on the ground is none in metres: the most that DJI's apps let one set. */
const RELATIVE_METRES = [-500, 1_500] as const;

/** @throws WAYLINE_HEIGHT_NOT_METRES */
export function asHeight(
  heightMetres: number,
  where: string,
  [least, most]: readonly [number, number] = RELATIVE_METRES,
): number {
  if (heightMetres >= least && heightMetres <= most) return heightMetres;
  throw MissionErrors.WAYLINE_HEIGHT_NOT_METRES({ ...placed(where), heightMetres });
}

/** A number of things or of a kind. @throws as `requiredNumberAt` */
export function requiredWholeAt(spot: Spot, name: string): number {
  const value = requiredNumberAt(spot, name);
  return Number.isInteger(value) && value >= 0 ? value : invalid(spot, name, String(value));
}

export function requiredElementAt(spot: Spot, name: string): XmlElement {
  return childOf(spot.element, name) ?? missing(spot, name);
}

export function parsed(text: string, element: string, where: string): number {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value) || Math.abs(value) > 1e12) return invalid({ where }, element, text);
  return rounded(value);
}

export function missing({ where }: Pick<Spot, 'where'>, element: string): never {
  throw MissionErrors.WAYLINE_ELEMENT_MISSING({ element, ...placed(where) });
}

export function invalid({ where }: Pick<Spot, 'where'>, element: string, value: string): never {
  throw MissionErrors.WAYLINE_VALUE_INVALID({ element, ...placed(where), value: value.slice(0, 100) });
}

/** What KML itself has beside a place: for the eyes of people, and read by no aircraft. */
const FOR_PEOPLE = ['name', 'description', 'Style', 'StyleMap', 'styleUrl', 'ExtendedData', 'Snippet', 'visibility'];

/** What stands in an element beside what was understood, in its order; nothing about persons. */
export function fragmentsOf(element: XmlElement | undefined, understood: readonly string[] = []): Fragment[] {
  return (element?.children ?? []).flatMap((child): Fragment[] => {
    const { name, text, children } = child;
    if (understood.includes(name) || FOR_PEOPLE.includes(name) || PERSONAL.test(name)) return [];
    if (children.length === 0) return [{ name, value: text }];
    const parts = fragmentsOf(child);
    return parts.length === 0 ? [] : [{ name, parts }];
  });
}
