let seals = 0;

/** A seal number that no other test uses. */
export function freshSeal(): string {
  seals += 1;
  return `HB-${process.pid}-${Date.now()}-${seals}`;
}

export interface SampleBody {
  readonly id: string;
  readonly number: string;
  readonly code: string;
  readonly unitId: string;
  readonly takenBy: string;
  readonly warnings: readonly string[];
  readonly photoIds: readonly string[];
  readonly drone: { readonly outsideFlight: boolean } | null;
  readonly portions: readonly {
    readonly id: string;
    readonly part: string;
    readonly sealNumber: string | null;
    readonly seals: readonly { readonly number: string; readonly brokenReason: string | null }[];
    readonly holder: { readonly ordinal: number; readonly toName: string };
    readonly chain: readonly { readonly ordinal: number; readonly purpose: string; readonly toName: string }[];
  }[];
  readonly holding: readonly { readonly item: string; readonly state: string; readonly dueAt: string | null }[];
}

/** A whole sample of a river, split three ways, as POST /samples takes it. */
export function sampleEntry(change: Record<string, unknown> = {}): Record<string, unknown> {
  const portion = (part: string) => ({ part, container: '棕色玻璃瓶 500 mL', sealNumber: freshSeal() });
  return {
    takenAt: new Date(Date.now() - 60_000).toISOString(),
    position: { lon: 116.54, lat: 37.89 },
    accuracyMetres: 4,
    place: '宣惠河 东光断面',
    medium: 'surface_water',
    preservation: ['sulphuric_acid', 'cooled'],
    second: { name: '见证人 王某', organisation: '宣惠河管理所' },
    secondRole: 'witness',
    portions: [portion('test'), portion('retained'), portion('counterpart')],
    ...change,
  };
}
