import { BODY, type Flow, lineAt, lineHeight, type LineStyle, SMALL_SIZE, TEXT_SIZE } from './flow.js';
import { type Box, millimetres, PALE, shifted } from './marks.js';
import type { Block, Fact, FigureBlock, SignatureBox } from './paper.js';
import { strokesIn } from './signature.rules.js';
import type { Drawn } from './signature.rules.js';
import { layTable } from './table.layout.js';
import { cut, drawable, fittingSize, wrap } from './text.rules.js';

const HEADING = { size: 12, bold: true } as const;
const BODY_TEXT = { size: TEXT_SIZE } as const;
const SMALL_TEXT = { size: SMALL_SIZE, colour: PALE } as const;
const BLOCK_GAP = 8;
const FACT_GAP = 3;
const LABEL_SHARE = 0.26;
const SIGNATURE_HEIGHT = millimetres(26);
const SIGNATURE_GAP = millimetres(5);

/** Drawn signatures by their text, made ready beforehand: pictures cannot be read here. */
export type Signatures = ReadonlyMap<string, Drawn>;

export function layBlock(flow: Flow, block: Block, signatures: Signatures): void {
  switch (block.kind) {
    case 'heading':
      layHeading(flow, block.text);
      break;
    case 'paragraph':
      layLines(
        flow,
        linesOf(flow, block.text, block.small ? SMALL_TEXT : BODY_TEXT),
        block.small ? SMALL_TEXT : BODY_TEXT,
      );
      break;
    case 'facts':
      layFacts(flow, block.rows, block.columns ?? 1);
      break;
    case 'table':
      layTable(flow, block);
      break;
    case 'figure':
      layFigure(flow, block);
      break;
    case 'signatures':
      laySignatures(flow, block.boxes, signatures);
      break;
  }
  flow.skip(BLOCK_GAP);
}

function linesOf(flow: Flow, text: string, { size }: LineStyle, width: number = BODY.width): string[] {
  return wrap(drawable(text, flow.glyphs), size, width, flow.glyphs);
}

/** A heading never stands alone at the end of a page. */
function layHeading(flow: Flow, text: string): void {
  const lines = linesOf(flow, text, HEADING);
  flow.require(lines.length * lineHeight(HEADING) + 4 * lineHeight(BODY_TEXT));
  layLines(flow, lines, HEADING);
  flow.skip(FACT_GAP - BLOCK_GAP);
}

function layLines(flow: Flow, lines: readonly string[], style: LineStyle): void {
  for (const line of lines) {
    flow.require(lineHeight(style));
    flow.put(lineAt(line, BODY.left, flow.y, style));
    flow.skip(lineHeight(style));
  }
}

function layFacts(flow: Flow, facts: readonly Fact[], columns: 1 | 2): void {
  const width = BODY.width / columns;
  for (let i = 0; i < facts.length; i += columns) layFactRow(flow, facts.slice(i, i + columns), width);
}

/** Line by line, so that a long value can go on to the next page. */
function layFactRow(flow: Flow, row: readonly Fact[], width: number): void {
  const labelWidth = Math.min(width * LABEL_SHARE, millimetres(32));
  const cells = row.map(({ label, value }) => ({
    label: linesOf(flow, label, SMALL_TEXT, labelWidth - FACT_GAP),
    value: linesOf(flow, value, BODY_TEXT, width - labelWidth - FACT_GAP),
  }));
  const count = Math.max(...cells.flatMap(({ label, value }) => [label.length, value.length]));
  for (let n = 0; n < count; n += 1) {
    flow.require(lineHeight(BODY_TEXT));
    cells.forEach(({ label, value }, i) => {
      const x = BODY.left + i * width;
      const [labelLine, valueLine] = [label[n], value[n]];
      if (labelLine) flow.put(lineAt(labelLine, x, flow.y + 1, SMALL_TEXT));
      if (valueLine) flow.put(lineAt(valueLine, x + labelWidth, flow.y, BODY_TEXT));
    });
    flow.skip(lineHeight(BODY_TEXT));
  }
  flow.skip(FACT_GAP);
}

/** In the middle, with its caption on the same page. */
function layFigure(flow: Flow, { width, height, marks, caption }: FigureBlock): void {
  const lines = linesOf(flow, caption, SMALL_TEXT);
  flow.require(height + FACT_GAP + lines.length * lineHeight(SMALL_TEXT));
  flow.put(...shifted(marks, BODY.left + (BODY.width - width) / 2, flow.y));
  flow.skip(height + FACT_GAP);
  layLines(flow, lines, SMALL_TEXT);
}

function laySignatures(flow: Flow, boxes: readonly SignatureBox[], signatures: Signatures): void {
  const width = (BODY.width - SIGNATURE_GAP) / 2;
  for (let i = 0; i < boxes.length; i += 2) {
    flow.require(SIGNATURE_HEIGHT);
    boxes.slice(i, i + 2).forEach((signature, n) => {
      const x = BODY.left + n * (width + SIGNATURE_GAP);
      laySignature(flow, signature, { x, y: flow.y, width, height: SIGNATURE_HEIGHT }, signatures);
    });
    flow.skip(SIGNATURE_HEIGHT + SIGNATURE_GAP);
  }
}

function laySignature(flow: Flow, { role, name, at, signature }: SignatureBox, box: Box, signatures: Signatures): void {
  const { glyphs } = flow;
  const inset = 4;
  const room = box.width - 2 * inset;
  const head = cut(drawable(name ? `${role}：${name}` : `${role}：`, glyphs), SMALL_SIZE, room, glyphs);
  flow.put(
    { kind: 'frame', box, width: 0.6, colour: PALE },
    lineAt(head, box.x + inset, box.y + 2, { size: SMALL_SIZE }),
  );
  const foot = lineHeight(SMALL_TEXT);
  if (at) flow.put(lineAt(drawable(at, glyphs), box.x + inset, box.y + box.height - foot - 2, SMALL_TEXT));
  const inner = { x: box.x + 60, y: box.y + foot + 4, width: box.width - 120, height: box.height - 2 * foot - 8 };
  const drawn = signature ? signatures.get(signature) : undefined;
  if (drawn) laySign(flow, drawn, inner);
}

function laySign(flow: Flow, drawn: Drawn, box: Box): void {
  if (drawn.kind === 'image') flow.put({ kind: 'image', bytes: drawn.bytes, box });
  else if (drawn.kind === 'strokes') flow.put(strokesIn(drawn, box));
  else {
    const text = drawable(drawn.text, flow.glyphs);
    const size = fittingSize(text, [16, 12, 9, 7], box.width, flow.glyphs);
    flow.put(lineAt(cut(text, size, box.width, flow.glyphs), box.x, box.y + box.height / 2 - size, { size }));
  }
}
