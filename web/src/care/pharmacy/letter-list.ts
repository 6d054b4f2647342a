/**
 * Everybody who got a recalled lot as a table for letters (CSV with a byte order mark, so that spreadsheets read Korean).
 *
 * Proof   letter-list.test.ts
 */
import type { Language } from '../../format/language.ts';
import { shownName } from '../../format/name.ts';
import { patientNumber } from '../../record/patient-number.ts';
import type { Recall } from './api.ts';

const HEADS: Readonly<Record<Language, readonly string[]>> = {
  ko: ['이름', '환자번호', '생년월일', '전화', '주소', '투여 횟수', '첫 투여', '마지막 투여', '사망'],
  en: ['Name', 'Number', 'Born', 'Phone', 'Address', 'Doses', 'First dose', 'Last dose', 'Deceased'],
};

/** The table. */
export function letterList({ patients }: Recall, language: Language): string {
  const rows = patients.map(({ patient, telecom, address, doses, first, last, deceased }) => [
    shownName(patient.name, language).primary,
    patientNumber(patient) ?? '',
    patient.birthDate ?? '',
    telecom.find(({ system }) => system === 'phone')?.value ?? '',
    address[0]?.text ?? [address[0]?.city, ...(address[0]?.line ?? [])].filter(Boolean).join(' '),
    String(doses),
    first,
    last,
    deceased ? '✓' : '',
  ]);
  return `\uFEFF${[HEADS[language], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A cell that no spreadsheet takes for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
