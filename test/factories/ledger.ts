import type { Answer, ApiClient } from '../support/client.js';

export interface ImportBody {
  readonly digest: string;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly errorCount: number;
  readonly code: string;
  readonly errors: readonly {
    readonly row: number;
    readonly column: string | null;
    readonly cell: string | null;
    readonly code: string;
    readonly zh: string;
    readonly text: string;
  }[];
  readonly columns: readonly { readonly heading: string; readonly field: string | null; readonly by: string | null }[];
  readonly preview: readonly {
    readonly row: number;
    readonly action: string;
    readonly assetCode: string;
    readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
  }[];
}

/** A file for POST /devices/import; text becomes UTF-8. */
export function ledgerForm(file: string | Uint8Array, metadata: unknown): FormData {
  const form = new FormData();
  form.append('metadata', JSON.stringify(metadata));
  form.append('file', new Blob([typeof file === 'string' ? file : Uint8Array.from(file)]), 'ledger.csv');
  return form;
}

export function importLedger(
  client: ApiClient,
  file: string | Uint8Array,
  metadata: Record<string, unknown>,
  language = 'zh',
): Promise<Answer<ImportBody>> {
  return client.post(`/devices/import?lang=${language}`, ledgerForm(file, metadata));
}

export function csv(...rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
}
