/**
 * The product as it is on paper: 0.1 three times is 0.3 and not a little more, which would exceed a limit of 0.3. Both
 * numbers are finite.
 */
export function timesExactly(a: number, b: number): number {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  return Number(`${left.digits * right.digits}e${left.exponent + right.exponent}`);
}

/** The shortest decimal that means this number, which is the one that was typed or sent. */
function decimalOf(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
