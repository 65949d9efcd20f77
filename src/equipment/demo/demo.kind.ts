import type { DeviceCategory, LinkKind, LoanApproval } from '../equipment.codes.js';

/** DJI's numbering of a product: domain (0 aircraft, 1 payload, 2 remote controller, 3 dock), type, sub-type. */
export interface DjiModelKey {
  readonly domain: number;
  readonly type: number;
  readonly subType: number;
}

export interface DemoModel {
  readonly name: string;
  readonly dji?: DjiModelKey;
  /** Of a drone, with its batteries; its class follows from them. */
  readonly masses?: { readonly emptyGrams: number; readonly takeoffGrams: number };
  /** `#` becomes a digit of the running number, `?` a character derived from it; null: the thing wears no serial. */
  readonly serial: string | null;
  /** The controller or dock that travels with the aircraft and speaks for it. */
  readonly gateway?: DemoGateway;
}

export interface DemoGateway {
  readonly kindCode: 'remote-controller' | 'dock';
  readonly name: string;
  readonly dji?: DjiModelKey;
  readonly serial: string;
}

/** Batteries that are registered one by one, with their cycles. */
export interface DemoBatteries {
  readonly kindCode: 'battery-tb65' | 'battery-mavic-3';
  readonly name: string;
  readonly count: number;
  readonly serial: string;
}

/** One registered property of a kind; `demo` is what a demonstration device carries (strings: pattern as in serials). */
export interface DemoAttribute {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly demo: string | number | boolean;
}

export interface DemoKind {
  readonly code: string;
  readonly category: DeviceCategory;
  readonly zh: string;
  readonly en: string;
  /** The model line of the kind; each device carries one of `models`, which take turns. */
  readonly model: string;
  readonly models: readonly [DemoModel, ...DemoModel[]];
  readonly link: LinkKind;
  /** A booking is refused when no valid certificate covers its whole period. */
  readonly calibrationRequired?: true;
  /** What every device of the kind can do. */
  readonly capabilities?: readonly string[];
  /** Large things leave their owner's line only with its consent. */
  readonly loanApproval?: LoanApproval;
  readonly batteries?: DemoBatteries;
  readonly attributes: readonly DemoAttribute[];
  /** How many devices of the kind the province, all city units and all county units own. */
  readonly owned: { readonly province: number; readonly city: number; readonly county: number };
}

export function textAttribute(key: string, zh: string, en: string, demo: string): DemoAttribute {
  return { key, zh, en, type: 'string', demo };
}

export function wholeAttribute(key: string, zh: string, en: string, demo: number): DemoAttribute {
  return { key, zh, en, type: 'integer', demo };
}

export function numberAttribute(key: string, zh: string, en: string, demo: number): DemoAttribute {
  return { key, zh, en, type: 'number', demo };
}

export function flagAttribute(key: string, zh: string, en: string, demo: boolean): DemoAttribute {
  return { key, zh, en, type: 'boolean', demo };
}
