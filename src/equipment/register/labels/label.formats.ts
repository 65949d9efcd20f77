import { millimetres } from '../../../platform/index.js';

/** Single labels by width × height in millimetres: rolls that label printers commonly take. */
export const LABEL_SIZES = ['30x20', '40x30', '50x30', '60x40', '70x50', '100x60'] as const;
export type LabelSize = (typeof LABEL_SIZES)[number];

/** Sheets of DIN A4 by the number of labels on one. */
export const SHEET_LAYOUTS = ['12', '21', '24', '40'] as const;
export type SheetLayout = (typeof SHEET_LAYOUTS)[number];

export interface SheetFormat {
  readonly columns: number;
  readonly rows: number;
  readonly widthMillimetres: number;
  readonly heightMillimetres: number;
}

/** Labels without gaps, the block in the middle of the sheet. */
export const SHEET_FORMATS: Readonly<Record<SheetLayout, SheetFormat>> = {
  '12': { columns: 2, rows: 6, widthMillimetres: 105, heightMillimetres: 48 },
  '21': { columns: 3, rows: 7, widthMillimetres: 70, heightMillimetres: 42.3 },
  '24': { columns: 3, rows: 8, widthMillimetres: 70, heightMillimetres: 37 },
  '40': { columns: 4, rows: 10, widthMillimetres: 52.5, heightMillimetres: 29.7 },
};

export const MOST_LABELS = 500;

/** Width and height in points. */
export function areaOfSize(size: LabelSize): { width: number; height: number } {
  const [width = 0, height = 0] = size.split('x').map((length) => millimetres(Number(length)));
  return { width, height };
}
