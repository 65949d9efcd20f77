/** The address in the QR code of a label. Short, because every character makes the squares of the code smaller. */
export function scanAddress(base: string, assetCode: string): string {
  return new URL(`d/${encodeURIComponent(assetCode)}`, base.endsWith('/') ? base : `${base}/`).href;
}

/**
 * What the addresses on labels begin with; undefined where none may be printed. Labels outlive the address of a trial:
 * only a demonstration may print the one that it was asked at.
 */
export function labelBase(
  publicUrl: string | undefined,
  isDemonstration: boolean,
  askedAt: string,
): string | undefined {
  if (publicUrl !== undefined) return publicUrl;
  return isDemonstration && URL.canParse(askedAt) ? askedAt : undefined;
}
