/**
 * Labels as PDF, one page of the label's size for each, with the font inside.
 *
 * Unit    points (1/72 inch)
 * Proof   labels.test.ts (the symbol is read back from the drawing)
 */
import Pdf from 'pdfkit';
import { withFonts } from './font.ts';
import type { Label } from './label.ts';
import { layoutOf, type Layout, type PlacedText } from './layout.ts';

const POINTS = 72 / 25.4;

/** How a PDF is written. */
export interface PdfOptions {
  /** Off, the drawing can be read as text. */
  readonly compress?: boolean;
}

/** Some labels as one PDF. */
export async function labelPdf(labels: readonly Label[], { compress = true }: PdfOptions = {}): Promise<Buffer> {
  const layouts = labels.map((label) => layoutOf(label));
  const document = withFonts(new Pdf({ autoFirstPage: false, compress, info: { Title: 'Maru labels' } }));
  const parts: Buffer[] = [];
  const written = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
  });
  for (const layout of layouts) draw(document, layout);
  document.end();
  return written;
}

function draw(document: PDFKit.PDFDocument, { width, height, symbol, texts }: Layout): void {
  document.addPage({ size: [width * POINTS, height * POINTS], margin: 0 });
  const { x, y, module, matrix } = symbol;
  for (let row = 0; row < matrix.size; row++)
    for (let column = 0; column < matrix.size; column++)
      if (matrix.isDark(column, row)) square(document, x + column * module, y + row * module, module);
  document.fill('black');
  for (const text of texts) write(document, text);
}

function square(document: PDFKit.PDFDocument, x: number, y: number, side: number): void {
  document.rect(x * POINTS, y * POINTS, side * POINTS, side * POINTS);
}

function write(document: PDFKit.PDFDocument, { text, x, y, size, weight, bar }: PlacedText): void {
  if (bar !== undefined)
    document.rect((x - 0.5) * POINTS, (y - 0.2) * POINTS, bar * POINTS, size * 1.2 * POINTS).fill('black');
  document
    .font(weight)
    .fontSize(size * POINTS)
    .fillColor(bar === undefined ? 'black' : 'white')
    .text(text, x * POINTS, y * POINTS, { lineBreak: false });
}
