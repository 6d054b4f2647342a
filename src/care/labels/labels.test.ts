import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { parseGs1 } from '../gs1/index.ts';
import { scanned } from './decoding.testing.ts';
import { widthOf } from './font.ts';
import {
  bloodLabel,
  milkLabel,
  specimenLabel,
  unitDoseLabel,
  wristbandLabel,
  type Label,
  type UnitDose,
} from './label.ts';
import { layoutOf } from './layout.ts';
import { labelPdf } from './pdf.ts';
import { labelZpl, printerFonts } from './zpl.ts';

const patient = {
  name: '김민준 (Kim, Min-jun)',
  number: '00012345',
  birthDate: '1958-03-05',
  sex: '남',
  ward: '61병동 12호 2',
};
const DOSE: UnitDose = {
  gtin: '08806418001231',
  lot: 'A12345',
  expiry: '2027-11-30',
  serial: 'U0000000000000000042',
  drug: 'potassium chloride 2 mmol/mL 20 mL injection',
  dose: '20 mmol',
  route: '정맥',
  due: '11-24 18:00',
  patient,
  highAlert: true,
  lookAlike: 'sodium chloride',
};
const ALL: readonly Label[] = [
  unitDoseLabel(DOSE),
  specimenLabel({ number: 'L-202611-000123', patient, tests: ['CBC', 'Electrolyte'], tube: 'EDTA', stat: true }),
  wristbandLabel({ gsrn: '880641800000000012', instance: '3', patient, alerts: ['페니실린 알레르기'] }),
  bloodLabel({ donation: '=W123426000017VY', component: 'RBC', group: 'A Rh+', expiry: '2026-12-24', patient }),
  milkLabel({ bottle: 'M-000123', baby: patient, mother: '이서연', expressedAt: '11-24 08:10' }),
];

/** The symbol as it stands in the drawing of the first page. */
async function symbolInPdf(label: Label): Promise<string | undefined> {
  const text = (await labelPdf([label], { compress: false })).toString('latin1');
  const { module, matrix } = layoutOf(label).symbol;
  const points = (module * 72) / 25.4;
  const squares = [...text.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\n/g)]
    .map((match) => match.slice(1).map(Number) as [number, number, number, number])
    .filter(([, , width, height]) => Math.abs(width - points) < 0.01 && Math.abs(height - points) < 0.01);
  const [left, top] = [Math.min(...squares.map(([x]) => x)), Math.min(...squares.map(([, y]) => y))];
  const dark = new Set(squares.map(([x, y]) => `${Math.round((x - left) / points)} ${Math.round((y - top) / points)}`));
  const isDark = (x: number, y: number): boolean => dark.has(`${x} ${y}`);
  return scanned({ width: matrix.size, height: matrix.size, isDark });
}

/** The data that a printer is told to encode. */
function dataInZpl(zpl: string): string {
  const field = /\^BXN,\d+,200,,,,_,1\^FD(.*?)\^FS/.exec(zpl)?.[1] ?? '';
  return field.replaceAll(/_(_|1)/g, (_, sign: string) => (sign === '1' ? '\u001D' : '_'));
}

describe('labels', () => {
  it.each(ALL.map((label) => [label.kind, label] as const))(
    '%s: words stand inside and clear of the symbol',
    (_, label) => {
      const { width, height, symbol, texts } = layoutOf(label);
      const [right, foot] = [
        symbol.x + symbol.matrix.size * symbol.module,
        symbol.y + symbol.matrix.size * symbol.module,
      ];
      expect(symbol.module).toBeGreaterThanOrEqual(0.255);
      expect(symbol.module).toBeLessThanOrEqual(0.615);
      for (const { text, x, y, size, weight } of texts) {
        expect(x + widthOf(text, weight) * size, text).toBeLessThanOrEqual(width);
        expect(y + size, text).toBeLessThanOrEqual(height);
        expect(x > right + symbol.module || y > foot + symbol.module, text).toBe(true);
        expect(size).toBeGreaterThanOrEqual(1.7);
      }
    },
  );

  it.each(ALL.map((label) => [label.kind, label] as const))('%s: every word of it is printed whole', (_, label) => {
    const printed = layoutOf(label)
      .texts.map(({ text }) => text)
      .join('')
      .replaceAll(' ', '');
    for (const words of [label.title, label.subject ?? '', ...label.lines, ...label.marks])
      expect(printed).toContain(words.replaceAll(' ', ''));
  });

  it('a unit dose in the PDF is scanned as the product with its lot, expiry and serial', async () => {
    const raw = await symbolInPdf(unitDoseLabel(DOSE));
    const reading = parseGs1(raw ?? '', { asOf: '2026-11-24', requireSymbologyId: true });
    const { gtin, lot, serial, expiry: expiryDate } = DOSE;
    expect(reading).toMatchObject({ ok: true, facts: { gtin, lot, serial, expiryDate } });
  });

  it('a specimen label is scanned as its number, a wristband as patient and band', async () => {
    const [, specimen, band] = ALL as [Label, Label, Label];
    expect(await symbolInPdf(specimen)).toBe(']d291L-202611-000123');
    const reading = parseGs1((await symbolInPdf(band)) ?? '', { asOf: '2026' });
    expect(reading).toMatchObject({ ok: true, facts: { patientGsrn: '880641800000000012', serviceInstance: '3' } });
  });

  it('holds the Korean font, a page for each label', async () => {
    const pdf = (await labelPdf(ALL, { compress: false })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\n/g)).toHaveLength(5);
    expect(pdf).toContain('NanumGothic');
  });

  it('tells a printer the same data, FNC1 and underline told apart', () => {
    const label = unitDoseLabel({ ...DOSE, lot: 'A_1', serial: '__1' });
    const reading = parseGs1(dataInZpl(labelZpl(label)), { asOf: '2026' });
    expect(reading).toMatchObject({ ok: true, facts: { lot: 'A_1', serial: '__1', gtin: DOSE.gtin } });
    expect(labelZpl(label)).toContain('potassium chloride');
    expect(labelZpl(label, 12)).toContain('^BXN,6,200');
  });

  it('lets no word become a command of the printer', () => {
    const zpl = labelZpl(unitDoseLabel({ ...DOSE, drug: 'evil^XZ~JA_x', lookAlike: undefined }));
    expect(zpl.match(/\^XZ/g)).toHaveLength(1);
    expect(zpl).not.toContain('~');
    expect(zpl).toContain('evil_5eXZ_7eJA_5fx');
  });

  it('sets long names smaller or on two lines, and refuses what could not be read', () => {
    const long = {
      ...DOSE,
      drug: 'amoxicillin trihydrate clavulanate potassium 875 mg 125 mg extended release oral tablet',
    };
    expect(layoutOf(unitDoseLabel(long)).texts.length).toBeGreaterThan(layoutOf(unitDoseLabel(DOSE)).texts.length - 2);
    const refuse = () => layoutOf(unitDoseLabel({ ...DOSE, drug: 'x '.repeat(400) }));
    expect(refuse).toThrow(OutcomeError);
  });

  it('says what is unknown', () => {
    const { lines } = specimenLabel({ number: '1', patient: { name: '무명', number: '9' }, tests: ['CBC'] });
    expect(lines[0]).toContain('미상');
  });

  it('gives a printer its font once', () => {
    expect(printerFonts()).toMatch(/^~DYE:MARU,A,T,\d+,,[0-9A-F]{1000}/);
  });
});
