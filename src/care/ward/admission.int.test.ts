import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { person, place, TestHouse, type Json } from './testing.ts';

const DOCTOR = { by: 'doctor', role: 'physician' } as const;

for (const server of testStores()) {
  describeWith(server.need, server.present, `admission, transfer and discharge on ${server.name}`, () => {
    let house: TestHouse;
    beforeAll(async () => {
      house = await TestHouse.open(server);
    });
    afterAll(() => house.close());

    const bedState = async (bed: string): Promise<string> => {
      const { operationalStatus } = (await house.get(`Location/${bed}`)) as { operationalStatus?: { code: string } };
      return operationalStatus?.code ?? 'none';
    };
    const placesOf = async (encounter: string): Promise<string[]> => {
      const { location } = (await house.get(`Encounter/${encounter}`)) as {
        location: { location: { reference: string }; status: string }[];
      };
      return location.map((one) => `${one.location.reference.slice(9)} ${one.status}`);
    };
    const openTasks = async (patient: string): Promise<string[]> =>
      (await house.find('Task', `patient=Patient/${patient}&status=requested`)).map(
        ({ code }) => (code as { coding: { code: string }[] }).coding[0]?.code ?? '',
      );

    it('a stay from the door to the cleaned bed', async () => {
      const encounter = await house.admit('anna', 'bed-1', { reason: '폐렴', expectedDischarge: '2026-11-30' });
      expect(await bedState('bed-1')).toBe('O');
      expect((await openTasks('anna')).toSorted()).toEqual([
        'assessment-delirium',
        'assessment-falls',
        'assessment-pain',
        'assessment-pressure',
        'vital-signs',
      ]);
      house.later(30);
      expect((await house.post('transfers', { encounter, bed: 'bed-2' })).status).toBe(200);
      expect([await bedState('bed-1'), await bedState('bed-2')]).toEqual(['H', 'O']);
      house.later(30);
      await house.post('transfers', { encounter, place: 'or-1' });
      expect(await placesOf(encounter)).toEqual(['bed-1 completed', 'bed-2 reserved', 'or-1 active']);
      expect((await house.post('admissions', { patient: 'bora', bed: 'bed-2' })).fault).toBe('care.bed-taken');
      house.later(90);
      await house.post('transfers', { encounter, back: true });
      expect(await placesOf(encounter)).toEqual(['bed-1 completed', 'bed-2 active', 'or-1 completed']);
      house.later(60);
      expect((await house.post('departures', { encounter })).fault).toBe('care.discharge-undecided');
      await house.post('discharges', { encounter, disposition: 'home' }, DOCTOR);
      // The order to go empties no bed: the patient is still in it.
      expect(await bedState('bed-2')).toBe('O');
      expect((await house.post('admissions', { patient: 'bora', bed: 'bed-2' })).fault).toBe('care.bed-taken');
      house.later(120);
      expect((await house.post('departures', { encounter })).body['status']).toBe('finished');
      expect(await bedState('bed-2')).toBe('H');
      expect(await openTasks('anna')).toEqual([]);
      expect((await house.post('admissions', { patient: 'bora', bed: 'bed-2' })).fault).toBe('care.bed-not-ready');
      await house.post('beds', { bed: 'bed-2', state: 'free' });
      const other = await house.admit('bora', 'bed-2');
      const stay = (await house.get(`Encounter/${encounter}`)) as { status: string; period: Json };
      expect([stay.status, typeof stay.period['end']]).toEqual(['finished', 'string']);
      await house.post('discharges', { encounter: other, disposition: 'home' }, DOCTOR);
      await house.post('departures', { encounter: other });
    });

    it('an expected patient keeps the bed reserved, and takes it on arrival', async () => {
      const encounter = await house.admit('cho', 'bed-3', { expected: true });
      expect(await bedState('bed-3')).toBe('reserved');
      expect((await house.post('admissions', { patient: 'anna', bed: 'bed-3' })).fault).toBe('care.bed-taken');
      expect((await house.post('beds', { bed: 'bed-3', state: 'closed' })).fault).toBe('care.bed-taken');
      house.later(60);
      expect((await house.post('arrivals', { encounter })).body).toMatchObject({ status: 'in-progress', bed: 'bed-3' });
      expect(await bedState('bed-3')).toBe('O');
      expect((await house.post('arrivals', { encounter })).fault).toBe('care.stay-not-open');
    });

    it('leave of absence keeps the bed, and a patient who is away is not moved', async () => {
      const encounter = await house.admit('anna', 'bed-4');
      await house.post('leaves', { encounter, away: true, until: house.instant(600) });
      expect((await house.post('transfers', { encounter, bed: 'bed-icu' })).fault).toBe('care.stay-not-open');
      expect((await house.post('admissions', { patient: 'bora', bed: 'bed-4' })).fault).toBe('care.bed-taken');
      expect((await house.post('leaves', { encounter, away: false })).body['status']).toBe('in-progress');
      expect((await house.post('transfers', { encounter, bed: 'bed-icu' })).status).toBe(200);
      expect(await bedState('bed-4')).toBe('H');
    });

    it('a death is recorded by a physician, with its time', async () => {
      const [stay] = await house.find('Encounter', 'patient=Patient/anna&status=in-progress');
      const encounter = String(stay?.['id']);
      expect((await house.post('discharges', { encounter, disposition: 'exp' }, DOCTOR)).fault).toBe(
        'care.death-time-missing',
      );
      const died = house.instant(-10);
      expect((await house.post('discharges', { encounter, disposition: 'exp', died })).fault).toBe(
        'care.death-by-physician',
      );
      expect((await house.post('discharges', { encounter, disposition: 'home', died }, DOCTOR)).fault).toBe(
        'care.death-disposition',
      );
      expect((await house.post('discharges', { encounter, disposition: 'exp', died }, DOCTOR)).status).toBe(200);
      expect((await house.get('Patient/anna'))['deceasedDateTime']).toBe(died);
    });

    it('a new patient is registered and admitted at once; an attempt sent again is the same stay', async () => {
      await house.post('beds', { bed: 'bed-1', state: 'free' });
      const body = {
        attempt: 'again-0001',
        newPatient: { name: '홍길동', gender: 'male', birthDate: '1980-05-05' },
        bed: 'bed-1',
        nurse: 'nurse-b',
        attending: 'doctor',
      };
      const [first, again] = [await house.post('admissions', body), await house.post('admissions', body)];
      expect(first.status).toBe(200);
      expect(again.body).toEqual(first.body);
      expect(await house.find('Patient', 'name=홍길동')).toHaveLength(1);
      const differs = await house.post('admissions', { ...body, bed: 'bed-2' });
      expect(differs.fault).toBe('care.attempt-differs');
      const twice = await house.post('admissions', { patient: first.body['patient'], bed: 'bed-2' });
      expect(twice.fault).toBe('care.already-admitted');
    });

    it('an escalation ends with the stay; what others still have to do goes on', async () => {
      await house.put(person('dying'));
      await house.put(place('bed-9', 'bd', 'room-1'));
      const encounter = await house.admit('dying', 'bed-9');
      const values = {
        respirationRate: '30',
        spo2: '88',
        systolic: '85',
        diastolic: '50',
        pulse: '135',
        temperature: '38.0',
      };
      await house.post('rounds', { patient: 'dying', encounter, values, consciousness: 'P', air: true });
      const result = { coding: [{ system: 'https://maru.health/fhir/CodeSystem/care', code: 'critical-result' }] };
      await house.put({
        resourceType: 'Task',
        id: 'a-result',
        status: 'requested',
        intent: 'order',
        code: result,
        for: { reference: 'Patient/dying' },
        encounter: { reference: `Encounter/${encounter}` },
      });
      expect(await openTasks('dying')).toContain('news2-escalation');
      await house.post('discharges', { encounter, disposition: 'exp', died: house.instant() }, DOCTOR);
      await house.post('departures', { encounter });
      expect(await openTasks('dying')).toEqual(['critical-result']);
    });

    it('bed management registers and reserves as well', async () => {
      await house.post('beds', { bed: 'bed-2', state: 'free' });
      const newPatient = { name: '임꺽정', gender: 'male' };
      const told = await house.post(
        'admissions',
        { newPatient, bed: 'bed-2', expected: true },
        { by: 'doctor', role: 'bed-manager' },
      );
      expect(told.body).toMatchObject({ status: 'planned', bed: 'bed-2' });
      const { encounter } = told.body;
      expect((await house.post('departures', { encounter })).body['status']).toBe('cancelled');
      expect(await bedState('bed-2')).toBe('U');
    });

    it('responsibility changes hands with its time, and flags stand until they are lifted', async () => {
      const [stay] = await house.find('Encounter', 'patient=Patient/cho&status=in-progress');
      const encounter = String(stay?.['id']);
      await house.post('stays', { encounter, nurse: 'nurse-a', expectedDischarge: '2026-12-01' });
      await house.post('stays', { encounter, nurse: 'nurse-b', expectedDischarge: null });
      const { participant, extension } = (await house.get(`Encounter/${encounter}`)) as {
        participant: { period: Json; individual: Json }[];
        extension?: unknown;
      };
      expect(participant.map(({ individual, period }) => [individual['reference'], 'end' in period])).toEqual([
        ['Practitioner/nurse-a', true],
        ['Practitioner/nurse-b', false],
      ]);
      expect(extension).toBeUndefined();
      expect((await house.post('flags', { patient: 'cho', flag: 'dnr', on: true })).fault).toBe(
        'care.flag-by-physician',
      );
      await house.post('flags', { patient: 'cho', flag: 'dnr', on: true }, DOCTOR);
      await house.post('flags', { patient: 'cho', flag: 'isolation-contact', on: true });
      await house.post('flags', { patient: 'cho', flag: 'isolation-contact', on: true });
      expect(await house.find('Flag', 'patient=Patient/cho')).toHaveLength(2);
      await house.post('flags', { patient: 'cho', flag: 'isolation-contact', on: false });
      const standing = (await house.find('Flag', 'patient=Patient/cho')).filter(({ status }) => status === 'active');
      expect(standing).toHaveLength(1);
    });

    it('a bad body is told fault by fault', async () => {
      const told = await house.post('admissions', { bed: 'bed-1', surprise: 1 });
      expect(told.fault).toBe('care.body-invalid');
      expect((await house.post('transfers', { encounter: 'x' })).fault).toBe('care.body-invalid');
      expect((await house.post('admissions', { patient: 'bora', bed: 'room-1' })).fault).toBe('care.not-a-bed');
      const ahead = { patient: 'bora', bed: 'bed-icu', at: house.instant(30) };
      expect((await house.post('admissions', ahead)).fault).toBe('care.time-ahead');
    });
  });
}
