export { A4, INK, millimetres, PALE, shifted, WARNING } from './marks.js';
export type { Box, Mark, Sheet } from './marks.js';
export type { Block, Column, Fact, FigureBlock, Paper, PaperLanguage, SignatureBox, TableBlock } from './paper.js';
export { Papers } from './papers.js';
export type { PdfInfo } from './pdf.writer.js';
export { qrMark, qrModuleSide } from './qr.rules.js';
export { cut, drawable, fittingSize, widthOf, wrap } from './text.rules.js';
export type { Glyphs } from './text.rules.js';
