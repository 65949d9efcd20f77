import type { Position } from '../../geo/index.js';
import type { TechnicalMeans } from './site-record.codes.js';

/** One item as the record lists it: by its digest, because the file may arrive later than the record. */
export interface ListedItem {
  readonly sha256: string;
  readonly sm3: string | null;
  readonly sizeBytes: number | null;
  readonly fileName: string;
  /** 类别, such as 照片. */
  readonly itemClass: string;
  /** 文件格式. */
  readonly format: string;
  readonly note: string | null;
}

/** Somebody who was there and has no account. */
export interface PresentPerson {
  readonly name: string;
  readonly capacity: string;
  readonly organisation: string | null;
}

export interface SketchPoint {
  readonly x: number;
  readonly y: number;
}

/** A map of lines and labels, on a sheet of 1000 by 1000; `y` grows downwards. */
export interface Drawing {
  /** Bearing from north, clockwise, that is upwards on the sheet. */
  readonly upBearingDegrees: number;
  readonly lines: readonly (readonly SketchPoint[])[];
  readonly labels: readonly (SketchPoint & { readonly text: string })[];
  readonly metresAcross: number | null;
}

/** One drawn by hand. */
export interface Sketch extends Drawing {
  readonly drawnAt: string;
  readonly author: string;
}

/** What a record says; the fields are those of the law table. Instants are ISO 8601 UTC. */
export interface SiteRecordContent {
  /** 案由 */
  readonly cause: string;
  /** 对象 */
  readonly subject: string;
  /** 内容 */
  readonly substance: string;
  /** 时间 */
  readonly period: { readonly from: string; readonly to: string };
  /** 地点 */
  readonly place: { readonly words: string; readonly position: Position | null };
  /** 方法 */
  readonly method: string;
  /** 过程 */
  readonly course: string;
  /** Where copies come from and how they were made. */
  readonly source: string | null;
  /** Of an inspection. */
  readonly result: string | null;
  /** The prosecutor who led the inspection. */
  readonly leaderId: string | null;
  readonly collectorIds: readonly string[];
  readonly present: readonly PresentPerson[];
  readonly means: readonly TechnicalMeans[];
  readonly sketch: Sketch | null;
  readonly items: readonly ListedItem[];
}
