/** Texts as Java reads and prints them, for Kafka's words repeat the value the way Java shows it. */

/** String.trim(): everything up to and including the space goes from both ends, and nothing else. */
export function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

const isBlank = (char: string | undefined) => char !== undefined && ' \t\n\v\f\r'.includes(char);

/** Takes a text apart at its commas, with the blanks around them. Loops, for a pattern would crawl through long gaps. */
export function splitAtCommas(text: string): string[] {
  return text.split(',').map((part) => {
    let start = 0;
    let end = part.length;
    while (isBlank(part[start])) start++;
    while (end > start && isBlank(part[end - 1])) end--;
    return part.slice(start, end);
  });
}

const limits = {
  short: [-(2n ** 15n), 2n ** 15n - 1n],
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
} as const;

/** The value of a decimal digit of any script, which stand in rows of ten: Java reads them all. */
function digitOf(char: string): number {
  const code = char.charCodeAt(0);
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero--;
  return code - zero;
}

/**
 * Integer.parseInt and its kin: an optional sign and decimal digits. Null where Java throws NumberFormatException,
 * which is also its answer to a number that does not fit the type.
 */
export function parseJavaInteger(text: string, type: keyof typeof limits): bigint | null {
  const match = /^([+-]?)(\p{Nd}+)$/u.exec(text);
  if (!match || /[\ud800-\udfff]/.test(text)) return null;
  // Leading zeros are part of a number in Java; more digits than a long has are not, and would only cost time.
  const digits = match[2].replace(/[^0-9]/g, (char) => String(digitOf(char))).replace(/^0+(?=\d)/, '');
  if (digits.length > 19) return null;
  const value = match[1] === '-' ? -BigInt(digits) : BigInt(digits);
  const [min, max] = limits[type];
  return value < min || value > max ? null : value;
}

const decimalDouble = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?$/;
const hexDouble = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/;

/** Double.parseDouble, with its suffixes, hexadecimal form, NaN and Infinity. Null where Java refuses. */
export function parseJavaDouble(text: string): number | null {
  if (/^[+-]?NaN$/.test(text)) return NaN;
  if (/^[+-]?Infinity$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (decimalDouble.test(text)) return Number(text.replace(/[fFdD]$/, ''));
  const hex = hexDouble.exec(text);
  if (!hex || hex[2] + hex[3] === '') return null;
  const whole = Number.parseInt((hex[2] + hex[3]).slice(0, 256), 16);
  return (hex[1] === '-' ? -1 : 1) * whole * 2 ** (Number(hex[4]) - 4 * hex[3].length);
}

/** Double.toString: at least one digit after the point, and an exponent below 10^-3 and from 10^7 on. */
export function printJavaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}
