/**
 * Labels over HTTP: words and codes in, ZPL or PDF out. Nothing of the record is read or changed.
 *
 * Proof   routes.test.ts
 */
import type { Route, RouteResponse } from '../../access/index.ts';
import { operationOutcome, OutcomeError } from '../../kernel/index.ts';
import { readLabelOrder, type LabelFormat } from './body.ts';
import type { Label } from './label.ts';
import { layoutOf } from './layout.ts';
import { labelPdf } from './pdf.ts';
import { labelZpl, printerFonts } from './zpl.ts';

const PRINTERS = ['physician', 'nurse', 'pharmacist', 'laboratory', 'bed-manager'] as const;

/** The routes of labels. */
export function labelRoutes(): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/care/labels',
      access: { roles: PRINTERS },
      audit: { action: 'E', subtype: 'labels' },
      bodyLimit: 262_144,
      handle: ({ body }) => printed(() => readLabelOrder(body)),
    },
    {
      method: 'GET',
      path: '/care/labels/fonts',
      access: { roles: [...PRINTERS, 'administrator'] },
      audit: { none: 'a font, nothing of anybody' },
      handle: () => Promise.resolve({ status: 200, contentType: 'text/plain', body: printerFonts() }),
    },
  ];
}

interface Printing {
  readonly format: LabelFormat;
  readonly labels: readonly Label[];
  readonly dotsPerMm?: 8 | 12;
}

/** The answer that holds the labels, or says what is wrong with them. */
export async function printed(order: () => Printing | Promise<Printing>): Promise<RouteResponse> {
  const headers = { 'cache-control': 'no-store' };
  try {
    const { format, labels, dotsPerMm = 8 } = await order();
    if (format === 'pdf')
      return { status: 200, headers, contentType: 'application/pdf', body: new Uint8Array(await labelPdf(labels)) };
    if (format === 'layout')
      return { status: 200, headers, contentType: 'application/json', body: { labels: labels.map(drawable) } };
    const zpl = labels.map((label) => labelZpl(label, dotsPerMm)).join('\n');
    return { status: 200, headers, contentType: 'text/plain', body: zpl };
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    const { status, issues } = error;
    return { status, headers, contentType: 'application/json', body: operationOutcome(issues) };
  }
}

/** A layout as JSON: the modules of the symbol as rows of 0 and 1. */
function drawable(label: Label): object {
  const { width, height, texts, symbol } = layoutOf(label);
  const { matrix, ...place } = symbol;
  const line = Array.from({ length: matrix.size }, (_, at) => at);
  const rows = line.map((row) => line.map((column) => (matrix.isDark(column, row) ? '1' : '0')).join(''));
  return { kind: label.kind, width, height, texts, symbol: { ...place, rows } };
}
