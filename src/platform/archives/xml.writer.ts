const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** An element to write; its name may have a prefix. */
export interface XmlDraft {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly XmlDraft[];
}

/** The document, indented by two spaces. Characters that XML 1.0 cannot hold are left out. */
export function writeXml(root: XmlDraft): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drafted(root, '')}`;
}

function drafted({ name, attributes = {}, content }: XmlDraft, indent: string): string {
  const marks = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`);
  const start = `${indent}<${name}${marks.join('')}`;
  if (content.length === 0) return `${start}/>\n`;
  if (typeof content === 'string') return `${start}>${xmlText(content)}</${name}>\n`;
  return `${start}>\n${content.map((child) => drafted(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

export function xmlText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu, (sign) => (sign === '\t' || sign === '\n' ? sign : ''))
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
