import { describe, expect, it } from '@jest/globals';
import { DEVICE_TOPICS, INTAKE_TOPICS } from '../../platform/index.js';
import { isShapedAs } from './topic.shapes.rules.js';

describe('isShapedAs', () => {
  it('takes every pattern with a name in it', () => {
    for (const patterns of [INTAKE_TOPICS, DEVICE_TOPICS])
      for (const pattern of patterns) expect(isShapedAs(patterns, pattern.replace('+', 'SN-1'))).toBe(true);
  });

  it.each([
    'thing/product/+/osd',
    'thing/product/#',
    '#',
    'thing/product//osd',
    'thing/product/SN-1/osd/',
    '/thing/product/SN-1/osd',
    'thing/product/SN-1/osd/more',
    '$share/group/thing/product/SN-1/osd',
    '$SYS/brokers',
    'thing/product/$SYS/osd',
    'thing/product/SN\0/osd',
    'thing/product/SN-1/services',
    'Thing/product/SN-1/osd',
    '',
  ])('does not take %j as something that devices send', (topic) =>
    expect(isShapedAs(INTAKE_TOPICS, topic)).toBe(false),
  );
});
