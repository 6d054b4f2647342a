/**
 * For tests: a ward with one patient, as a station has it.
 *
 * Proof   it is one
 */
import type { StationPatient, StationView, WardSnapshot } from '../../../../src/care/station/index.ts';

/** What differs of the patient. */
export interface PatientMore {
  readonly slots?: readonly number[];
  readonly given?: readonly number[];
  readonly highAlert?: boolean;
  readonly verified?: boolean;
}

/** 김민준 with one order. */
export function stationPatient({
  slots = [Date.now()],
  given = [],
  highAlert = false,
  verified = true,
}: PatientMore = {}): StationPatient {
  const order = {
    order: {
      id: 'order-1',
      patient: 'kim',
      product: 'med-1',
      dose: { value: 5, unit: 'mg' },
      route: 'oral',
      status: 'active',
      version: '1',
      verified,
    },
    text: '암로디핀 5 mg — 하루 한 번',
    drug: 'amlodipine',
    name: {
      text: '암로디핀 5 mg',
      coding: [{ system: 'http://www.whocc.no/atc', code: 'C08CA01', display: 'amlodipine' }],
    },
    slots,
    asNeeded: false,
    highAlert,
  };
  return {
    id: 'kim',
    number: '00012345',
    name: { ko: '김민준', en: 'Kim Min-jun' },
    birthDate: '1961-03-02',
    sex: 'male',
    bed: '6101호 1번 병상',
    problems: ['고혈압'],
    allergyState: 'listed',
    allergies: ['페니실린'],
    substances: ['penicillin'],
    flags: [],
    alerts: [],
    orders: [order],
    unreadable: [],
    given: given.map((slot) => ({ order: 'order-1', drug: 'amlodipine', slot, at: slot, status: 'completed' })),
    observations: [],
    results: [{ name: '칼륨', value: '5.9 mmol/L', flag: 'H', at: Date.now() }],
    vitals: [],
  } as unknown as StationPatient;
}

/** The ward as it was taken in. */
export function snapshotOf(patients: readonly StationPatient[], taken: number): WardSnapshot {
  return {
    version: 1,
    ward: { id: 'ward-61', name: '61병동' },
    taken,
    zone: 'Asia/Seoul',
    settings: { doseWindowMinutes: 60, timeCriticalWindowMinutes: 30, cacheMinutes: 30 },
    staff: [],
    products: [],
    recalls: [],
    serials: [],
    patients,
  } as unknown as WardSnapshot;
}

/** An open station. */
export function viewOf(more: Partial<StationView>): StationView {
  return {
    state: 'open',
    ward: 'ward-61',
    snapshot: undefined,
    queue: [],
    reach: 'connected',
    cutSince: undefined,
    replayed: [],
    ...more,
  };
}
