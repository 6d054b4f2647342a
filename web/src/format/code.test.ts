import { describe, expect, it } from 'vitest';
import { codingText, conceptText, hasCode, otherText, systemText } from './code.ts';

const TRANSLATED = {
  coding: [
    {
      system: 'http://loinc.org',
      code: '2823-3',
      display: 'Potassium',
      _display: {
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/translation',
            extension: [
              { url: 'lang', valueCode: 'ko-KR' },
              { url: 'content', valueString: '칼륨' },
            ],
          },
        ],
      },
    },
  ],
};

describe('words of codes', () => {
  it('takes the translation of the language', () => {
    expect(conceptText(TRANSLATED, 'ko')).toBe('칼륨');
    expect(conceptText(TRANSLATED, 'en')).toBe('Potassium');
    expect(otherText(TRANSLATED, 'ko')).toBe('Potassium');
  });

  it('tells the language by the script where nothing else says it', () => {
    const mixed = { text: '급성 신우신염', coding: [{ code: 'N10', display: 'Acute pyelonephritis' }] };
    expect(conceptText(mixed, 'en')).toBe('Acute pyelonephritis');
    expect(conceptText(mixed, 'ko')).toBe('급성 신우신염');
  });

  it('shows the other language rather than nothing, and a code rather than nothing', () => {
    expect(conceptText({ text: 'Stroke' }, 'ko')).toBe('Stroke');
    expect(otherText({ text: 'Stroke' }, 'ko')).toBeUndefined();
    expect(conceptText({ coding: [{ system: 'x', code: 'I64' }] }, 'ko')).toBe('I64');
    expect(codingText({ code: 'AMB' }, 'en')).toBe('AMB');
    expect(conceptText(undefined, 'en')).toBe('');
  });

  it('names the systems that clinicians know', () => {
    expect(systemText('http://snomed.info/sct')).toBe('SNOMED CT');
    expect(systemText('http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8')).toBe('KCD');
    expect(systemText('http://terminology.hl7.org/CodeSystem/condition-clinical')).toBe('condition-clinical');
    expect(systemText(undefined)).toBe('');
  });

  it('finds a code among all codings', () => {
    expect(hasCode(TRANSLATED, 'x', '2823-3')).toBe(true);
    expect(hasCode(TRANSLATED, 'x')).toBe(false);
    expect(hasCode(undefined, 'x')).toBe(false);
  });
});
