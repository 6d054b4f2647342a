/**
 * The font of labels: Nanum Gothic (OFL), regular and bold, as files for PDF and for the memory of printers.
 *
 * Unit    widths in em
 * Proof   labels.test.ts
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Pdf from 'pdfkit';

export type Weight = 'regular' | 'bold';

const FILES: Readonly<Record<Weight, string>> = {
  regular: '@expo-google-fonts/nanum-gothic/400Regular/NanumGothic_400Regular.ttf',
  bold: '@expo-google-fonts/nanum-gothic/700Bold/NanumGothic_700Bold.ttf',
};

const resolve = createRequire(import.meta.url).resolve;
const read = new Map<Weight, Buffer>();

/** The font file (TrueType). */
export function fontFile(weight: Weight): Buffer {
  const known = read.get(weight);
  if (known !== undefined) return known;
  const file = readFileSync(resolve(FILES[weight]));
  read.set(weight, file);
  return file;
}

/** The last glyph is the space, which has no outline: the library looks for one behind the end of the file. */
const BEHIND = Buffer.alloc(64);

let ruler: PDFKit.PDFDocument | undefined;

/** Width of a text set in 1 em. */
export function widthOf(text: string, weight: Weight): number {
  ruler ??= withFonts(new Pdf({ autoFirstPage: false }));
  return ruler.font(weight).fontSize(100).widthOfString(text) / 100;
}

/** A document that knows both weights by name. */
export function withFonts(document: PDFKit.PDFDocument): PDFKit.PDFDocument {
  for (const weight of ['regular', 'bold'] as const)
    document.registerFont(weight, Buffer.concat([fontFile(weight), BEHIND]));
  return document;
}
