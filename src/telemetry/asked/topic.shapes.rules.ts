import { isPlainName } from '../accounts/account.rules.js';

/** Whether the topic is one of the patterns with a plain name in the place of `+`; a wildcard is no name. */
export function isShapedAs(patterns: readonly string[], topic: string): boolean {
  const levels = topic.split('/');
  return patterns.some((pattern) => {
    const wanted = pattern.split('/');
    return (
      wanted.length === levels.length &&
      wanted.every((level, index) => (level === '+' ? isPlainName(levels[index] ?? '') : level === levels[index]))
    );
  });
}
