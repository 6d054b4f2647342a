/**
 * Chapter 2: search. Every kind of parameter with every prefix and modifier, over a ward that is known by heart: what is found
 * and what is not.
 *
 * Source  https://hl7.org/fhir/R4/search.html
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../src/store/index.ts';
import { describeWith } from '../material.ts';
import { bundleOf, entryOf, openSpecHouse, type Client, type SpecHouse } from './house.ts';
import { LOINC, MRN, UCUM, WARD } from './ward.ts';

/** What is asked for, with the ids that are found in the order of the ids. */
const SEARCHES: readonly (readonly [address: string, ids: string])[] = [
  // string
  ['Patient?family=kim', 'p1 p2'],
  ['Patient?family=KIM', 'p1 p2'],
  ['Patient?family:exact=Kim', 'p1'],
  ['Patient?family:exact=kim', ''],
  ['Patient?family:contains=UR', 'p2'],
  ['Patient?family=muller', 'p3'],
  ['Patient?family=MÜLL', 'p3'],
  ['Patient?family:exact=Muller', ''],
  ['Patient?given=ros', 'p1'],
  ['Patient?name=rosa,ken', 'p1 p2'],
  ['Patient?family=kim&given=ken', 'p2'],
  ['Patient?given=rosa&given=min', 'p1'],
  ['Patient?given=rosa&given=ken', ''],
  ['Patient?family:missing=true', 'p4'],
  ['Patient?family:missing=false', 'p1 p2 p3'],
  ['Patient?address=sejong', ''],
  ['Patient?address=1 sejong', 'p1'],
  ['Patient?address-city=seoul', 'p1'],
  ['Patient?address-postalcode=04524', 'p1'],
  ['Organization?name=ward 61\\, east', 'ward'],
  ['Organization?name=ward 61,east', 'ward'],
  ['Organization?name:exact=Ward 61', ''],
  ['Patient?phone=010-1234-5678', 'p1'],
  ['Patient?family=%25', ''],
  ['Patient?family:contains=%25', ''],
  ['Patient?family:contains=_', ''],
  ['Patient?family=k_m', ''],
  // token
  ['Patient?identifier=0001', 'p1 p2 p4'],
  [`Patient?identifier=${MRN}|0001`, 'p1'],
  ['Patient?identifier=|0001', 'p4'],
  [`Patient?identifier=${MRN}|`, 'p1'],
  ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|0001', 'p1'],
  ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|PPN|0001', ''],
  ['Patient?gender=female', 'p1'],
  ['Patient?gender=http://hl7.org/fhir/administrative-gender|male', 'p2 p3'],
  ['Patient?gender=http://elsewhere.example|male', ''],
  ['Patient?gender=male,female', 'p1 p2 p3'],
  ['Patient?gender:not=female', 'p2 p3 p4'],
  ['Patient?gender:not=female,male', 'p4'],
  ['Patient?gender:missing=true', 'p4'],
  ['Patient?active=true', 'p1'],
  ['Patient?deceased=true', 'p2'],
  ['Patient?_tag=urn:tags|t1', 'p1'],
  ['Patient?_tag:not=urn:tags|t1', 'p2 p3 p4'],
  ['Patient?_security=urn:labels|s1', 'p1'],
  ['Patient?_id=p1,p3', 'p1 p3'],
  ['Patient?_id=p1&family=kimura', ''],
  ['Observation?code=2345-7', 'o1 o2'],
  [`Observation?code=${LOINC}|2345-7`, 'o1 o2'],
  [`Observation?code=${LOINC}|8302-2,${LOINC}|72166-2`, 'o4 o6'],
  ['Observation?code:text=glucose', 'o1 o2'],
  ['Observation?code:text=body', 'o3 o4'],
  ['Observation?category=laboratory', 'o1 o2'],
  ['Observation?category:not=laboratory', 'o3 o4 o5 o6'],
  ['Observation?value-concept=266919005', 'o6'],
  ['Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender', 'p1 p2 p3'],
  ['Patient?gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender', 'p4'],
  // date
  ['Patient?birthdate=1980-05-01', 'p1'],
  ['Patient?birthdate=1980-05', 'p1 p2'],
  ['Patient?birthdate=1980', 'p1 p2'],
  ['Patient?birthdate=ne1980-05-01', 'p2 p3'],
  ['Patient?birthdate=lt1985', 'p1 p2'],
  ['Patient?birthdate=gt1985', 'p3'],
  ['Patient?birthdate=ge1980-05-01&birthdate=le1980-05-01', 'p1'],
  ['Patient?birthdate=ge1980-05-01&birthdate=le1980-05-02', 'p1 p2'],
  ['Patient?birthdate=sa1980-05-01', 'p3'],
  ['Patient?birthdate=eb1990', 'p1 p2'],
  ['Patient?death-date=2015', 'p2'],
  ['Patient?birthdate:missing=true', 'p4'],
  ['Observation?date=2020-01-10', 'o1 o2'],
  ['Observation?date=2020-01', 'o1 o2 o3'],
  ['Observation?date=2020-01-10T12:00:00Z', 'o2'],
  ['Observation?date=2020-01-10T21:00:00%2B09:00', 'o2'],
  ['Observation?date=ge2020-01-20', 'o3 o4 o5'],
  ['Observation?date=gt2020-01-31', 'o4 o5'],
  ['Observation?date=lt2020-01-05', 'o3'],
  ['Observation?date=le2020-01-10', 'o1 o2 o3'],
  ['Observation?date=sa2020-01-31', 'o4 o5'],
  ['Observation?date=eb2020-06-01', 'o1 o2 o3'],
  ['Observation?date=ge2020-01-10&date=le2020-01-10', 'o1 o2 o3'],
  ['Observation?date:missing=true', 'o6'],
  // number
  ['RiskAssessment?probability=0.5', 'r1 r2'],
  ['RiskAssessment?probability=0.50', 'r1 r2'],
  ['RiskAssessment?probability=0.500', 'r1'],
  ['RiskAssessment?probability=5e-1', 'r1 r2'],
  ['RiskAssessment?probability=gt0.5', 'r2 r3'],
  ['RiskAssessment?probability=ge0.9', 'r3'],
  ['RiskAssessment?probability=lt0.504', 'r1'],
  ['RiskAssessment?probability=le0.504', 'r1 r2'],
  ['RiskAssessment?probability=ne0.9', 'r1 r2'],
  ['RiskAssessment?probability=ap0.5', 'r1 r2'],
  // quantity
  [`Observation?value-quantity=95|${UCUM}|mg/dL`, 'o1'],
  [`Observation?value-quantity=0.95|${UCUM}|g/L`, 'o1'],
  [`Observation?value-quantity=180|${UCUM}|mg/dL`, 'o2'],
  [`Observation?value-quantity=gt100|${UCUM}|mg/dL`, 'o2'],
  ['Observation?value-quantity=gt90||mg/dL', 'o1'],
  ['Observation?value-quantity=gt30', 'o1 o3'],
  ['Observation?value-quantity=36.5', 'o3'],
  ['Observation?value-quantity=36', ''],
  [`Observation?value-quantity=170|${UCUM}|cm`, 'o4'],
  [`Observation?value-quantity=le170|${UCUM}|cm`, 'o4'],
  [`Observation?value-quantity=ap171|${UCUM}|cm`, 'o4'],
  [`Observation?component-value-quantity=ge140|${UCUM}|mm[Hg]`, 'o5'],
  // reference
  ['Observation?subject=Patient/p2', 'o4 o5'],
  ['Observation?subject=p2', 'o4 o5'],
  ['Observation?subject:Patient=p2', 'o4 o5'],
  ['Observation?subject:Group=p2', ''],
  ['Observation?patient=p3', 'o6'],
  ['Observation?subject=Patient/p2,Patient/p3', 'o4 o5 o6'],
  ['Observation?subject=BASE/Patient/p3', 'o6'],
  ['Observation?subject=http://elsewhere.example/fhir/Patient/p3', ''],
  [`Immunization?patient:identifier=${MRN}|0001`, 'i1'],
  ['Patient?link=Patient/p1', 'p3'],
  ['Patient?organization:missing=true', 'p3 p4'],
  // uri
  ['ValueSet?url=http://example.org/fhir/ValueSet/a', 'v1'],
  ['ValueSet?url:below=http://example.org/fhir/ValueSet', 'v1 v2'],
  ['ValueSet?url:above=http://example.org/fhir/ValueSet/a/b/c', 'v1 v2'],
  ['Patient?_profile=http://example.org/fhir/StructureDefinition/pat', 'p1'],
  ['Patient?_profile:below=http://example.org/fhir', 'p1'],
  // composite
  [`Observation?code-value-quantity=2345-7$gt100|${UCUM}|mg/dL`, 'o2'],
  [`Observation?component-code-value-quantity=8480-6$gt140`, 'o5'],
  [`Observation?component-code-value-quantity=8462-4$gt140`, ''],
  [`Observation?combo-code-value-quantity=8462-4$lt80,2345-7$lt100`, 'o1 o2 o5'],
  ['Observation?code-value-concept=72166-2$266919005', 'o6'],
  ['Observation?code-value-date=2345-7$2020', ''],
  // special and common
  ['Location?near=37.5|127|20|km', 'seoul'],
  ['Location?near=36|128|400|km', 'busan seoul'],
  ['Patient?_list=l1', 'p1 p3'],
  ['Patient?_text=migraine', 'p1'],
  ['Patient?_content=kimura', 'p2'],
  ['Patient?_lastUpdated=gt2020', 'p1 p2 p3 p4'],
  ['Patient?_lastUpdated=lt2020', ''],
  ['Patient?_lastUpdated=ap0001', ''],
  ['Patient?_lastUpdated=sa0001-01-01T00:00:00%2B14:00', 'p1 p2 p3 p4'],
  ['Patient?_lastUpdated=eb9999-12-31T23:59:59.999-14:00', 'p1 p2 p3 p4'],
  ['Observation?date=eb9999&date=sa0001-01-01T00:00:00%2B14:00', 'o1 o2 o3 o4'],
  // chains
  ['Observation?subject.family=kimura', 'o4 o5'],
  ['Observation?subject:Patient.name=kim&code=2345-7', 'o1 o2'],
  ['Observation?patient.organization.name=ward', 'o1 o2 o3'],
  ['Observation?patient.organization.partof.name=maru', 'o1 o2 o3'],
  ['Observation?encounter.status=finished', 'o1 o2'],
  ['Observation?subject:Patient.birthdate=lt1985&subject:Patient.gender=male', 'o4 o5'],
  ['DiagnosticReport?result.code=2345-7', 'd1'],
  ['Patient?general-practitioner:Practitioner.name=park', 'p1'],
  ['Patient?_has:Observation:patient:code=2345-7', 'p1'],
  ['Patient?_has:Observation:patient:code=2345-7,8302-2', 'p1 p2'],
  ['Patient?_has:Observation:patient:value-quantity=gt100||mg/dL', ''],
  ['Patient?_has:Observation:subject:encounter.status=finished', 'p1'],
  ['Patient?_has:Encounter:patient:_has:Observation:encounter:code=2345-7', 'p1'],
  ['Organization?_has:Patient:organization:_has:Condition:patient:code=44054006', 'ward'],
  ['Encounter?subject:Patient._has:Condition:patient:clinical-status=active', 'e1'],
  ['Observation?has-member.code=85354-9', 'o6'],
];

for (const server of testStores()) {
  describeWith(server.need, server.present, `search on ${server.name}`, () => {
    let house: SpecHouse;
    let client: Client;
    beforeAll(async () => {
      house = await openSpecHouse({ timeZone: 'UTC' }, server);
      client = await house.system();
      const entries = WARD.map((one) => {
        const { resourceType, id } = one as { resourceType: string; id: string };
        return entryOf('PUT', `${resourceType}/${id}`, one);
      });
      const told = await client.post('', bundleOf('transaction', ...entries));
      expect(told.status, told.text).toBe(200);
    });
    afterAll(() => house.close());

    it.each(SEARCHES)('%s finds %s', async (address, ids) => {
      const [type = '', query = ''] = address.replace('BASE', house.base).split('?');
      const wanted = ids === '' ? [] : ids.split(' ').map((id) => `${type}/${id}`);
      const encoded = query.replaceAll(' ', '%20').replaceAll('[', '%5B').replaceAll(']', '%5D');
      const told = await client.get(`${type}?${encoded}&_sort=_id&_total=accurate`);
      expect([told.status, told.ids('match'), told.at('total')], told.words).toEqual([200, wanted, wanted.length]);
      const form = await client.search(`${type}/_search`, `${encoded}&_sort=_id`);
      expect(form.ids('match')).toEqual(wanted);
      const counted = await client.get(`${type}?${encoded}&_summary=count`);
      expect([counted.at('total'), counted.ids()]).toEqual([wanted.length, []]);
    });
  });
}
