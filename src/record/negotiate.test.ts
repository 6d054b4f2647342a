import { describe, expect, it } from 'vitest';
import { binaryFormatOf, demandJsonBody, formatOf, isFhirBody, isForm } from './negotiate.ts';

const statusOf = (work: () => unknown): number => {
  try {
    work();
    return 200;
  } catch (error) {
    return (error as { status: number }).status;
  }
};

describe('the format of an answer', () => {
  it.each([
    ['', undefined, 200],
    ['', '*/*', 200],
    ['', 'application/fhir+json', 200],
    ['', 'application/fhir+json; fhirVersion=4.0', 200],
    ['', 'application/fhir+json; fhirVersion=5.0', 406],
    ['', 'text/html,application/xhtml+xml,*/*;q=0.8', 200],
    ['', 'application/fhir+xml', 406],
    ['', 'application/fhir+xml, application/fhir+json;q=0.5', 200],
    ['', 'text/turtle', 406],
    ['_format=json', 'application/fhir+xml', 200],
    ['_format=application/fhir%2Bjson', undefined, 200],
    ['_format=application/fhir+json', undefined, 200],
    ['_format=xml', undefined, 406],
    ['_format=ttl', '*/*', 406],
  ])('query "%s" and Accept %s: %s', (query, accept, status) => {
    expect(statusOf(() => formatOf(query, accept))).toBe(status);
  });

  it('says whether FHIR’s format was named, which decides how a Binary is sent', () => {
    expect(binaryFormatOf('', undefined).named).toBe(false);
    expect(binaryFormatOf('', 'image/png').named).toBe(false);
    expect(binaryFormatOf('', 'application/fhir+json').named).toBe(true);
    expect(binaryFormatOf('_format=json', '*/*').named).toBe(true);
    expect(statusOf(() => binaryFormatOf('', 'application/fhir+xml'))).toBe(406);
  });

  it('is pretty where asked', () => {
    expect(formatOf('_pretty=true', undefined).pretty).toBe(true);
    expect(formatOf('_pretty=false', undefined).pretty).toBe(false);
  });
});

describe('the format of a body', () => {
  it.each([
    [undefined, 200],
    ['application/fhir+json', 200],
    ['application/json; charset=UTF-8', 200],
    ['application/json-patch+json', 200],
    ['application/fhir+json; charset=iso-8859-1', 415],
    ['application/fhir+xml', 415],
    ['text/plain', 415],
  ])('%s: %s', (type, status) => {
    expect(statusOf(() => demandJsonBody(type))).toBe(status);
  });

  it('tells forms and FHIR from the rest', () => {
    expect(isForm('application/x-www-form-urlencoded; charset=utf-8')).toBe(true);
    expect(isForm('application/json')).toBe(false);
    expect(isFhirBody('application/fhir+json')).toBe(true);
    expect(isFhirBody('image/png')).toBe(false);
  });
});
