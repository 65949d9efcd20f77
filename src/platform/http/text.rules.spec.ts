import { describe, expect, it } from '@jest/globals';
import { TEXT_FAULTS, textFault } from './text.rules.js';

describe('textFault', () => {
  it.each([
    '南运河 东光段\n\t第二行\r\n',
    '葛󠄀城', // an ideographic variation sequence
    '👩‍🚀❤️',
    'می‌خواهم',
    '𠮷野家 é é',
    ' ',
    '',
  ])('lets %j pass', (text) => expect(textFault(text)).toBeNull());

  it.each([
    ['a\0b', 'control'],
    ['a\u0001b', 'control'],
    ['a\u0085b', 'control'],
    ['a\ufffeb', 'control'],
    ['a\ud800b', 'half'],
    ['张\u200b三', 'hidden'],
    ['COD\ufeff', 'hidden'],
    ['\u202egpj.exe', 'hidden'],
    ['a\u2066b\u2069', 'hidden'],
    ['a\u200eb', 'hidden'],
    ['a\u00adb', 'hidden'],
    ['a\u2028b', 'hidden'],
    ['\u3164', 'hidden'],
    ['\u200d', 'hidden'],
    ['\ufe0f \ufe0f', 'hidden'],
  ] as const)('finds %j %s', (text, fault) => expect(textFault(text)).toBe(TEXT_FAULTS[fault]));
});
