import { describe, expect, it } from 'vitest';
import type { RouteRequest, RouteResponse } from '../../access/index.ts';
import { labelRoutes } from './routes.ts';

const DOSE = {
  kind: 'unit-dose',
  gtin: '08806418001231',
  lot: 'A1',
  expiry: '2027-11-30',
  serial: 'U1',
  drug: '아스피린 100 mg',
};

function ask(body: unknown): Promise<RouteResponse> {
  const [route] = labelRoutes();
  return route?.handle({ body: JSON.stringify(body) } as RouteRequest) ?? Promise.reject(new Error('no route'));
}

const codeOf = async (body: unknown): Promise<string> => {
  const answer = await ask(body);
  expect(answer.status).toBe(400);
  return JSON.stringify(answer.body);
};

describe('POST /care/labels', () => {
  it('answers ZPL as text and PDF as a file', async () => {
    const zpl = await ask({ format: 'zpl', labels: [DOSE, DOSE] });
    expect(zpl.contentType).toBe('text/plain');
    expect(String(zpl.body).match(/\^XA/g)).toHaveLength(2);
    const pdf = await ask({ format: 'pdf', language: 'en', labels: [DOSE] });
    expect(pdf.contentType).toBe('application/pdf');
    expect(
      Buffer.from(pdf.body as Uint8Array)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('answers a layout for the screen: the same words, the symbol as rows', async () => {
    const { body } = await ask({ format: 'layout', labels: [DOSE] });
    const [label] = (body as { labels: { symbol: { rows: string[] }; texts: { text: string }[] }[] }).labels;
    expect(new Set(label?.symbol.rows.map((row) => row.length))).toEqual(new Set([label?.symbol.rows.length]));
    expect(label?.texts.map(({ text }) => text).join(' ')).toContain('아스피린');
  });

  it('says what is wrong, by name', async () => {
    expect(await codeOf({ format: 'zpl', labels: [] })).toContain('care.body-invalid');
    expect(await codeOf({ format: 'zpl', labels: [{ ...DOSE, gtin: '08806418001232' }] })).toContain(
      'care.label-value',
    );
    expect(
      await codeOf({
        format: 'pdf',
        labels: [
          {
            ...DOSE,
            drug: '가나다라 '.repeat(24),
            lookAlike: '마바사아 '.repeat(8),
            patient: {
              name: '홍길동 '.repeat(30),
              number: '1',
              ward: '병동 '.repeat(13),
              birthDate: '날짜 '.repeat(13),
            },
          },
        ],
      }),
    ).toContain('care.label-too-full');
  });

  it('is for those who work with patients, and bounded', () => {
    const [route] = labelRoutes();
    expect(route?.access).toEqual({ roles: ['physician', 'nurse', 'pharmacist', 'laboratory', 'bed-manager'] });
    expect(route?.bodyLimit).toBe(262_144);
    expect(route?.audit).toEqual({ action: 'E', subtype: 'labels' });
  });
});
