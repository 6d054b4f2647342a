/**
 * Reads a symbol as a scanner would: draws it as grey pixels and has another library decode them.
 *
 * Proof   symbol.test.ts
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const wasmBinary = readFileSync(file).buffer;

/** Dark squares in units of whatever the drawing has. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly isDark: (x: number, y: number) => boolean;
}

/** What a scanner sends: symbology identifier and data. */
export async function scanned({ width, height, isDark }: Drawing, zoom = 6, quiet = 4): Promise<string | undefined> {
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const [w, h] = [(width + 2 * quiet) * zoom, (height + 2 * quiet) * zoom];
  const data = new Uint8ClampedArray(w * h * 4).fill(255);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [column, row] = [Math.floor(x / zoom) - quiet, Math.floor(y / zoom) - quiet];
      const inside = column >= 0 && row >= 0 && column < width && row < height;
      if (inside && isDark(column, row)) data.fill(0, (y * w + x) * 4, (y * w + x) * 4 + 3);
    }
  const image = { data, width: w, height: h, colorSpace: 'srgb' } as unknown as Parameters<typeof readBarcodes>[0];
  const [found] = await readBarcodes(image, { formats: ['DataMatrix'], textMode: 'Plain' });
  return found === undefined ? undefined : `${found.symbologyIdentifier}${found.text}`;
}
