/**
 * The reader of codes in pictures, loaded once. Its WASM comes with the build; nothing is asked from outside.
 *
 * Proof   test/journey/bedside.test.ts
 */
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** Texts of the codes in a picture, with their symbology as scanners send it. */
export type CodeReader = (picture: HTMLVideoElement | ImageBitmap) => Promise<readonly string[]>;

/** Symbology identifiers by format: GS1 codes of these symbols carry FNC1, which comes as GS. */
const SYMBOLOGY: Readonly<Record<string, string>> = {
  data_matrix: ']d2',
  qr_code: ']Q3',
  code_128: ']C1',
  ean_13: ']E0',
  ean_8: ']E4',
};

let reader: Promise<CodeReader> | undefined;

/** The reader; its code and WASM are fetched at first use. */
export function codeReader(): Promise<CodeReader> {
  reader ??= load();
  return reader;
}

async function load(): Promise<CodeReader> {
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const detector = new BarcodeDetector({ formats: ['data_matrix', 'qr_code', 'code_128', 'ean_13', 'ean_8'] });
  return async (picture) => {
    const found = await detector.detect(picture);
    return found.map(({ format, rawValue }) => withSymbology(SYMBOLOGY[format] ?? '', rawValue));
  };
}

function withSymbology(symbology: string, text: string): string {
  return text.startsWith(']') ? text : symbology + text;
}
